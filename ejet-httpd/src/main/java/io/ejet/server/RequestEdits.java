package io.ejet.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Fields of a request that scripts have set or removed, in place of those that came. Owner only. */
final class RequestEdits {
    private final List<String> names = new ArrayList<>(2);

    /** Null for a field that is removed. */
    private final List<String> values = new ArrayList<>(2);

    void field(String name, String value) {
        int at = at(name);
        if (at >= 0) {
            names.remove(at);
            values.remove(at);
        }
        names.add(name);
        values.add(value);
    }

    private int at(String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    boolean has(String name) {
        return at(name) >= 0;
    }

    /** Null when it is removed. */
    String value(String name) {
        return values.get(at(name));
    }

    void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < names.size(); i++) {
            if (values.get(i) != null) {
                visitor.accept(names.get(i), values.get(i));
            }
        }
    }
}
