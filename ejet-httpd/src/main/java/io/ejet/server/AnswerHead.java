package io.ejet.server;

import io.ejet.PreparedAnswer;
import io.ejet.http.HttpFields;
import io.ejet.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The head of an answer while it is put together: status and fields. Used again for the next answer of the connection.
 *
 * <p>Threading: the owner.
 */
final class AnswerHead {
    private final List<String> names = new ArrayList<>(4);
    private final List<String> values = new ArrayList<>(4);
    private int status = 200;

    void clear() {
        names.clear();
        values.clear();
        status = 200;
    }

    int status() {
        return status;
    }

    void status(int code) {
        HttpStatus.checkFinal(code);
        status = code;
    }

    void set(String name, String value) {
        HttpFields.checkOfAnswer(name, value);
        remove(name);
        names.add(name);
        values.add(value);
    }

    void remove(String name) {
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
    }

    void add(String name, String value) {
        HttpFields.checkOfAnswer(name, value);
        names.add(name);
        values.add(value);
    }

    boolean has(String name) {
        return get(name) != null;
    }

    /** The value of the first field of that name; null when there is none. */
    String get(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return values.get(i);
            }
        }
        return null;
    }

    /** Takes over what was prepared, less its length, in the place of all that was set before. */
    void takeFrom(PreparedAnswer prepared) {
        clear();
        status = prepared.status();
        String[] lines = new String(prepared.head(), StandardCharsets.ISO_8859_1).split("\r\n", -1);
        for (int i = 1; i < lines.length - 1; i++) { // behind the status line, before the last line's end
            int colon = lines[i].indexOf(':');
            String name = lines[i].substring(0, colon);
            if (!name.equals("Server") && !name.equals("Content-Length")) {
                set(name, lines[i].substring(colon + 1).strip());
            }
        }
    }

    /** Puts status line and fields, less those of the framing and of the connection. */
    void putTo(ConnectionOutput output, byte[] dateLine) {
        output.put("HTTP/1.1 ");
        output.putNumber(status);
        output.put(" ");
        output.put(HttpStatus.reason(status));
        output.put("\r\nServer: eJet\r\n");
        output.put(dateLine);
        for (int i = 0; i < names.size(); i++) {
            output.put(names.get(i));
            output.put(": ");
            output.put(values.get(i));
            output.put("\r\n");
        }
    }
}
