package io.ejet.log;

/** Reads strings of JSON back, strictly: what is not RFC 8259 is an error of the test. */
final class JsonReading {
    private JsonReading() {}

    static String text(String json) {
        StringBuilder text = new StringBuilder();
        if (json.length() < 2 || json.charAt(0) != '"' || json.charAt(json.length() - 1) != '"') {
            throw new AssertionError("no string: " + json);
        }
        for (int at = 1; at < json.length() - 1; at++) {
            char c = json.charAt(at);
            if (c < ' ' || c == '"') {
                throw new AssertionError("not escaped: " + json);
            } else if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = json.charAt(++at);
            switch (escape) {
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case '"', '\\' -> text.append(escape);
                case 'u' -> {
                    text.append((char) Integer.parseInt(json.substring(at + 1, at + 5), 16));
                    at += 4;
                }
                default -> throw new AssertionError("no escape: " + json);
            }
        }
        return text.toString();
    }
}
