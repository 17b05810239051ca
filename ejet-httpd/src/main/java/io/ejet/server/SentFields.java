package io.ejet.server;

import java.nio.charset.StandardCharsets;

/** What a head said that was sent as bytes. */
final class SentFields {
    private SentFields() {}

    /**
     * The value of the first field of a name.
     *
     * @param lines a head, or a line of one
     * @param name in any case
     * @return null when there is none
     */
    static String of(byte[] lines, String name) {
        for (String line : new String(lines, StandardCharsets.ISO_8859_1).split("\r\n", -1)) {
            boolean isNamed = line.length() > name.length() && line.charAt(name.length()) == ':';
            if (isNamed && line.regionMatches(true, 0, name, 0, name.length())) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return null;
    }
}
