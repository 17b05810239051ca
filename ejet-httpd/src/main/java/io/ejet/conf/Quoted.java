package io.ejet.conf;

/** Text from a configuration as messages show it: nothing in it can move the cursor or fill the screen. */
final class Quoted {
    private static final int LONGEST = 60;

    private Quoted() {}

    /** In quotes, shortened, without control characters. */
    static String of(String text) {
        String line = text.replace('\n', ' ').replace('\t', ' ');
        String shown = line.length() <= LONGEST ? line : line.substring(0, cut(line)) + "...";
        return "\"" + printable(shown) + "\"";
    }

    private static int cut(String line) {
        return Character.isLowSurrogate(line.charAt(LONGEST)) ? LONGEST - 1 : LONGEST;
    }

    /** With question marks for control and invisible direction characters; tabs stay. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(isPrintable(c) ? c : '?'));
        return printable.toString();
    }

    private static boolean isPrintable(int c) {
        int type = Character.getType(c);
        return c == '\t'
                || (type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR);
    }
}
