package io.ejet.log;

import java.nio.charset.StandardCharsets;

/** How the texts of a record are written, so that no value can pretend to be another. Stateless; any thread. */
enum Escaping {
    /** A line of text; see {@link ClientText}. */
    TEXT {
        @Override
        void append(String value, int from, int to, StringBuilder record) {
            ClientText.append(value, from, to, record);
        }

        @Override
        void nothing(StringBuilder record) {
            record.append('-');
        }

        @Override
        String literal(String text) {
            return text;
        }
    },

    /** Within a string of JSON; see {@link JsonText}. */
    JSON {
        @Override
        void append(String value, int from, int to, StringBuilder record) {
            JsonText.append(value, from, to, record);
        }

        @Override
        void nothing(StringBuilder record) {
            // an empty string, which the field of the object makes null
        }

        @Override
        String literal(String text) {
            return JsonText.of(text);
        }
    };

    /** A value, or what stands for nothing. */
    final void append(String value, StringBuilder record) {
        append(value, 0, value == null ? 0 : value.length(), record);
    }

    /**
     * A value that was decoded from UTF-8, such as a path, or what stands for nothing: as the bytes that it was. Others come as one
     * character for each byte, and could not be told from it.
     */
    final void appendDecoded(String value, StringBuilder record) {
        append(
                value == null || isAscii(value)
                        ? value
                        : new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1),
                record);
    }

    private static boolean isAscii(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** A part of a value, or what stands for nothing when it is empty. */
    abstract void append(String value, int from, int to, StringBuilder record);

    /** What stands for a value that is not there. */
    abstract void nothing(StringBuilder record);

    /** A text of the format itself. */
    abstract String literal(String text);
}
