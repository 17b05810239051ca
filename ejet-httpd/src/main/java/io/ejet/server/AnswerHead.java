package io.ejet.server;

import io.ejet.http.HttpFields;
import io.ejet.http.HttpStatus;
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
        for (int i = names.size() - 1; i >= 0; i--) {
            if (names.get(i).equalsIgnoreCase(name)) {
                names.remove(i);
                values.remove(i);
            }
        }
        names.add(name);
        values.add(value);
    }

    void add(String name, String value) {
        HttpFields.checkOfAnswer(name, value);
        names.add(name);
        values.add(value);
    }

    boolean has(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
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
