package io.ejet.script;

import java.util.ArrayList;
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

    /** Takes a template apart, for who puts its text together in a way of his own. Called in the order of the pieces. */
    public interface Reader {
        /**
         * A piece that is always the same.
         *
         * @param text the piece
         */
        void literal(String text);

        /**
         * A variable that needs no configuration.
         *
         * @param slot the place of the local variable that goes before it when it is set, or -1
         * @param variable which
         * @param index what stands in brackets, null without
         * @param whole the piece by itself
         */
        void variable(int slot, Variable variable, String index, Template whole);

        /**
         * Any other piece.
         *
         * @param whole the piece by itself
         */
        void other(Template whole);
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
     * Several templates one after the other.
     *
     * @param templates the templates
     * @param between what is between each two of them
     * @return one template
     */
    public static Template joined(List<Template> templates, String between) {
        List<Part> all = new ArrayList<>();
        for (Template template : templates) {
            if (!all.isEmpty()) {
                all.add(new Literal(between));
            }
            all.addAll(template.parts);
        }
        return new Template(all);
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

    /**
     * The text for one request as a field of a message has it: one character for each byte of UTF-8, whatever it is made of.
     *
     * @param run the request
     * @return the text
     * @throws ScriptException when it becomes too long
     */
    public String fieldText(ScriptRun run) {
        return text(run, null, Encoding.FIELD);
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

    /**
     * Takes it apart.
     *
     * @param reader takes the pieces
     */
    public void read(Reader reader) {
        for (Part part : parts) {
            Part inner = part instanceof References.Local local ? local.otherwise() : part;
            if (part instanceof Literal literal) {
                reader.literal(literal.text());
            } else if (inner instanceof References.BuiltIn builtIn) {
                int slot = part instanceof References.Local local ? local.slot() : -1;
                reader.variable(slot, builtIn.variable(), builtIn.index(), new Template(List.of(part)));
            } else {
                reader.other(new Template(List.of(part)));
            }
        }
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
     * What follows its first characters.
     *
     * @param chars how many, which are the same for every request
     * @return the rest
     */
    public Template behind(int chars) {
        if (chars == 0) {
            return this;
        }
        List<Part> rest = new ArrayList<>(parts);
        String first = ((Literal) rest.remove(0)).text();
        if (first.length() > chars) {
            rest.add(0, new Literal(first.substring(chars)));
        }
        return new Template(rest);
    }

    /**
     * Whether it begins with a value that a client has a part in.
     *
     * @return false also for a setting, for a script, and for what only scripts set
     */
    public boolean beginsWithRequest() {
        Part first = parts.isEmpty() ? null : parts.get(0);
        Part inner = first instanceof References.Local local ? local.otherwise() : first;
        return inner instanceof References.BuiltIn
                || inner instanceof References.Capture
                || inner instanceof References.OfSearch
                || inner instanceof References.OfLocation
                || inner instanceof References.OfHost;
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
