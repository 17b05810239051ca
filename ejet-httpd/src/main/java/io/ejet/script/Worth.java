package io.ejet.script;

import java.util.EnumMap;
import java.util.Map;

/**
 * What a local variable is worth, wherever it is put: a text that a client has a part in looks otherwise in a URL. Immutable.
 */
public final class Worth {
    private final String plain;

    /** Null when it is the same everywhere. */
    private final Map<Encoding, String> encoded;

    private Worth(String plain, Map<Encoding, String> encoded) {
        this.plain = plain;
        this.encoded = encoded;
    }

    /**
     * A text that is the same everywhere.
     *
     * @param text the text
     * @return its worth
     */
    public static Worth of(String text) {
        return new Worth(text, null);
    }

    static Worth of(Template template, ScriptRun run) {
        if (template.constant() != null) {
            return of(template.constant());
        }
        Map<Encoding, String> encoded = new EnumMap<>(Encoding.class);
        for (Encoding encoding : Encoding.values()) {
            encoded.put(encoding, template.text(run, null, encoding));
        }
        return new Worth(encoded.get(Encoding.NONE), encoded);
    }

    /** A text as it was sent: is taken over as it is. */
    static Worth plain(String text) {
        Map<Encoding, String> encoded = new EnumMap<>(Encoding.class);
        for (Encoding encoding : Encoding.values()) {
            encoded.put(encoding, text);
        }
        return new Worth(text, encoded);
    }

    /** A text that holds no percent signs but its own. */
    static Worth decoded(String text) {
        Map<Encoding, String> encoded = new EnumMap<>(Encoding.class);
        for (Encoding encoding : Encoding.values()) {
            StringBuilder to = new StringBuilder();
            encoding.append(text, to);
            encoded.put(encoding, to.toString());
        }
        return new Worth(text, encoded);
    }

    String text(Encoding encoding) {
        return encoded == null ? encoding.literal(plain) : encoded.get(encoding);
    }

    /** As it is. */
    @Override
    public String toString() {
        return plain;
    }
}
