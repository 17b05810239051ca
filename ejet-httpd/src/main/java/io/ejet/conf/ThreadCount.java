package io.ejet.conf;

/**
 * How many threads are asked for.
 *
 * @param number threads, or hundredths of the cores; -1 for the default
 * @param isShare whether it is hundredths of the cores
 */
record ThreadCount(int number, boolean isShare) {
    static final int MOST = 1024;
    private static final int MOST_PERCENT = 1000;
    static final ThreadCount AUTO = new ThreadCount(-1, false);

    /** A number, a percentage or {@code auto}; null if the text is none of these. */
    static ThreadCount parse(String text, int least) {
        if (text.equalsIgnoreCase("auto")) {
            return AUTO;
        } else if (text.endsWith("%")) {
            long percent = Quantity.count(text.substring(0, text.length() - 1).trim());
            return percent < 1 || percent > MOST_PERCENT ? null : new ThreadCount((int) percent, true);
        }
        long count = Quantity.count(text);
        return count < least || count > MOST ? null : new ThreadCount((int) count, false);
    }

    /** The number of threads; a share of the cores is rounded and at least 1. */
    int of(int cores, int automatic) {
        if (isShare) {
            return Math.min(MOST, Math.max(1, Math.round(cores * number / 100f)));
        }
        return number < 0 ? automatic : number;
    }
}
