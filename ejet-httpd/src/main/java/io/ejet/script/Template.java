package io.ejet.script;

import java.util.List;

/**
 * A text with variables and scripts in it, compiled. Immutable; any thread.
 *
 * <p>Order of what a name means: what was captured, local variables, built-in variables, settings. An unknown one is empty.
 */
public final class Template {
    private final List<Part> parts;

    /** A piece of it. */
    interface Part {
        void append(Expansion expansion);

        /** The piece as a text of its own; overridden where that needs no putting together. */
        default String text(ScriptRun run, Captures captures, Encoding encoding) {
            Expansion expansion = new Expansion(run, captures, encoding);
            append(expansion);
            return expansion.toString();
        }

        /** Whether the disk has to be asked. */
        default boolean touchesDisk() {
            return false;
        }
    }

    /** A piece that is always the same. */
    record Literal(String text) implements Part {
        @Override
        public void append(Expansion expansion) {
            expansion.literal(text);
        }

        @Override
        public String text(ScriptRun run, Captures captures, Encoding encoding) {
            return encoding.literal(text);
        }
    }

    Template(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * A text without variables.
     *
     * @param text the text
     * @return a template that is always this text
     */
    public static Template literal(String text) {
        return new Template(List.of(new Literal(text)));
    }

    /**
     * The text for one request.
     *
     * @param run the request
     * @return the text
     * @throws ScriptException when it becomes too long
     */
    public String text(ScriptRun run) {
        return text(run, null, Encoding.NONE);
    }

    String text(ScriptRun run, Captures captures, Encoding encoding) {
        if (parts.size() == 1) {
            return parts.get(0).text(run, captures, encoding);
        }
        Expansion expansion = new Expansion(run, captures, encoding);
        append(expansion);
        return expansion.toString();
    }

    List<Part> parts() {
        return parts;
    }

    void append(Expansion expansion) {
        for (Part part : parts) {
            expansion.step();
            part.append(expansion);
        }
    }

    /**
     * The text when it does not depend on the request.
     *
     * @return null when it does
     */
    public String constant() {
        if (parts.isEmpty()) {
            return "";
        }
        return parts.size() == 1 && parts.get(0) instanceof Literal literal ? literal.text() : null;
    }

    /**
     * Whether the disk has to be asked for the text.
     *
     * @return true if so
     */
    public boolean touchesDisk() {
        return parts.stream().anyMatch(Part::touchesDisk);
    }
}
