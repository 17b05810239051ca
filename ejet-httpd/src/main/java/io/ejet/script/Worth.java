package io.ejet.script;

import java.util.function.Function;

/**
 * What a local variable is worth, wherever it is put: a text that a client has a part in looks otherwise in a URL. Immutable.
 */
public final class Worth {
    private final String plain;

    // Null when it is the same everywhere.
    private final String field;
    private final String path;
    private final String query;

    private Worth(String plain, String field, String path, String query) {
        this.plain = plain;
        this.field = field;
        this.path = path;
        this.query = query;
    }

    /**
     * A text that is the same everywhere.
     *
     * @param text the text
     * @return its worth
     */
    public static Worth of(String text) {
        return new Worth(text, null, null, null);
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
        return new Worth(
                text.apply(Encoding.NONE),
                text.apply(Encoding.FIELD),
                text.apply(Encoding.PATH),
                text.apply(Encoding.QUERY));
    }

    /**
     * The text as a field of a message has it.
     *
     * @return one character for each byte of UTF-8
     */
    public String fieldText() {
        return text(Encoding.FIELD);
    }

    String text(Encoding encoding) {
        if (field == null) {
            return encoding.literal(plain);
        }
        return switch (encoding) {
            case NONE -> plain;
            case FIELD -> field;
            case PATH -> path;
            case QUERY -> query;
        };
    }

    /** As it is. */
    @Override
    public String toString() {
        return plain;
    }
}
