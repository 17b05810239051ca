package io.epump.dns;

import java.util.StringTokenizer;

/** The words of a line in one of the system's files. */
final class Words {
    private Words() {}

    /** What stands between blanks; none in an empty line. */
    static String[] of(String line) {
        StringTokenizer tokens = new StringTokenizer(line, " \t\r\f");
        String[] words = new String[tokens.countTokens()];
        for (int i = 0; i < words.length; i++) {
            words[i] = tokens.nextToken();
        }
        return words;
    }
}
