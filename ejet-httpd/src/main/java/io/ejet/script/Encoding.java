package io.ejet.script;

import java.nio.charset.StandardCharsets;

/** What a text is put together for: decides how that which a client has chosen gets into it. */
enum Encoding {
    /** For people and for paths of the disk: as it is. */
    NONE("") {
        @Override
        void append(String decoded, StringBuilder to) {
            to.append(decoded);
        }

        @Override
        String literal(String text) {
            return text;
        }
    },
    /** A field of a message: one character for each byte of UTF-8 (RFC 9110 section 5.5, obs-text). */
    FIELD("") {
        @Override
        void append(String decoded, StringBuilder to) {
            to.append(literal(decoded));
        }

        @Override
        String literal(String text) {
            return isAscii(text)
                    ? text
                    : new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        }
    },
    /** The path of a URL. */
    PATH("-_.~!*'();:@&=+$,/"),
    /** The query of a URL: what separates arguments is no part of one. */
    QUERY("-_.~!*'():@$,/");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    @SuppressWarnings("ImmutableEnumChecker") // written by the constructor only
    private final boolean[] kept = new boolean[128];

    Encoding(String others) {
        for (char c = 0; c < kept.length; c++) {
            kept[c] = (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || others.indexOf(c) >= 0;
        }
    }

    /** Appends a text that holds no percent signs but its own. */
    void append(String decoded, StringBuilder to) {
        for (byte octet : decoded.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0 && kept[octet]) {
                to.append((char) octet);
            } else {
                to.append('%').append(HEX[(octet >> 4) & 15]).append(HEX[octet & 15]);
            }
        }
    }

    /** A text of the configuration: what it says is meant, only what is not ASCII has to be put otherwise. */
    String literal(String text) {
        if (isAscii(text)) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 0x80) {
                encoded.append((char) c);
            } else {
                append(Character.toString(c), encoded);
            }
        });
        return encoded.toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
