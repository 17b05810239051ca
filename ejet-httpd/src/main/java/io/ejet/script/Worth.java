package io.ejet.script;

import java.util.function.Function;

/**
 * What a local variable is worth, wherever it is put: a text that a client has a part in looks otherwise in a URL. Immutable.
 */
public final class Worth {
    private static final Encoding[] ENCODINGS = Encoding.values();

    private final String plain;

    /** By the ordinal of an encoding; null when it is the same everywhere. */
    private final String[] encoded;

    private Worth(String plain, String[] encoded) {
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
        return of(encoding -> template.text(run, null, encoding));
    }

    /** A text as it was sent: is taken over as it is. */
    static Worth plain(String text) {
        return of(encoding -> text);
    }

    /** A text that holds no percent signs but its own. */
    static Worth decoded(String text) {
        return of(encoding -> {
            StringBuilder to = new StringBuilder();
            encoding.append(text, to);
            return to.toString();
        });
    }

    private static Worth of(Function<Encoding, String> text) {
        String[] encoded = new String[ENCODINGS.length];
        for (Encoding encoding : ENCODINGS) {
            encoded[encoding.ordinal()] = text.apply(encoding);
        }
        return new Worth(encoded[Encoding.NONE.ordinal()], encoded);
    }

    String text(Encoding encoding) {
        return encoded == null ? encoding.literal(plain) : encoded[encoding.ordinal()];
    }

    /** As it is. */
    @Override
    public String toString() {
        return plain;
    }
}
