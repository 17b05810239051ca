package io.ejet.server;

import io.ejet.http.HttpFields;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What scripts change in an answer, whoever gives it: fields, and what goes before and after its body. Owner only. */
final class AnswerEdits {
    private static final int OK = 200;
    private static final byte[] NOTHING = {};

    private final List<String> names = new ArrayList<>(2);

    /** Null for a field that is removed. */
    private final List<String> values = new ArrayList<>(2);

    private byte[] before = NOTHING;
    private byte[] after = NOTHING;

    /** The same changes, for more to be added to one of both. */
    AnswerEdits copy() {
        AnswerEdits copy = new AnswerEdits();
        copy.names.addAll(names);
        copy.values.addAll(values);
        copy.before = before;
        copy.after = after;
        return copy;
    }

    /** Whether a field is set or removed. */
    boolean hasField(String name) {
        return lastIndexOf(name) >= 0;
    }

    /** What a field is set to last; null when it is removed. */
    String field(String name) {
        return values.get(lastIndexOf(name));
    }

    /** Each change of a field, in its turn; the value is null for one that is removed. */
    void forEach(BiConsumer<String, String> visitor) {
        for (int i = 0; i < names.size(); i++) {
            visitor.accept(names.get(i), values.get(i));
        }
    }

    private int lastIndexOf(String name) {
        int at = names.size() - 1;
        while (at >= 0 && !names.get(at).equalsIgnoreCase(name)) {
            at--;
        }
        return at;
    }

    /** Sets a field, or removes it when the value is null. */
    void field(String name, String value) {
        HttpFields.checkOfAnswer(name, value == null ? "" : value);
        names.add(name);
        values.add(value);
    }

    /** Of several additions before the body the last one comes first, as it was put before what was there. */
    void addToBody(byte[] bytes, boolean isBefore) {
        if (isBefore) {
            before = joined(bytes, before);
        } else {
            after = joined(after, bytes);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(first.length + second.length);
        both.writeBytes(first);
        both.writeBytes(second);
        return both.toByteArray();
    }

    boolean changesBody() {
        return before.length + after.length > 0;
    }

    byte[] before() {
        return before;
    }

    byte[] after() {
        return after;
    }

    /** Changes the head; answers whether the body is changed too: that of a 200 which is not encoded. */
    boolean apply(AnswerHead head) {
        boolean changes = changesBody() && head.status() == OK && !head.has("Content-Encoding");
        if (changes) {
            weaken(head);
        }
        for (int i = 0; i < names.size(); i++) {
            if (values.get(i) == null) {
                head.remove(names.get(i));
            } else {
                head.set(names.get(i), values.get(i));
            }
        }
        return changes;
    }

    /** The bytes are no longer those of the file: its strong entity tag and ranges do not hold for them. */
    static void weaken(AnswerHead head) {
        head.remove("Accept-Ranges");
        String tag = head.get("ETag");
        if (tag != null && !tag.startsWith("W/")) {
            head.set("ETag", "W/" + tag);
        }
    }
}
