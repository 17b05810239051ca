package io.ejet.conf;

import java.util.Locale;

/**
 * When a log file is put aside under another name, and a new one begun.
 *
 * @param sizeBytes when it has become so large; 0 never
 * @param every with the first record of a new hour, day or month
 * @param keptFiles how many are kept aside, at least 1
 */
public record LogRotation(long sizeBytes, Every every, int keptFiles) {
    static final int KEPT_FILES = 10;

    /** Never; who moves the file away says so by a signal. */
    public static final LogRotation NONE = new LogRotation(0, Every.NEVER, KEPT_FILES);

    /** A time after which a file is put aside. */
    public enum Every {
        /** Time makes no difference. */
        NEVER,
        /** At the full hour. */
        HOUR,
        /** At midnight. */
        DAY,
        /** At the end of the month. */
        MONTH;

        static Every of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * Whether it is ever put aside.
     *
     * @return false for {@link #NONE} and its like
     */
    public boolean isOn() {
        return sizeBytes > 0 || every != Every.NEVER;
    }
}
