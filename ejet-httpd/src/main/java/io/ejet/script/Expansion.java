package io.ejet.script;

/** A text that is being put together for one request: where its parts come from, and where they go. */
final class Expansion {
    /** No value of a configuration is meant to be longer. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    /** Nor to be made of more pieces, those of settings that it refers to included. */
    private static final int MOST_PIECES = 10_000;

    private final ScriptRun run;

    /** Null for those of the current location, which are found only when they are asked for. */
    private final Captures captures;

    private final Encoding encoding;
    private final StringBuilder text = new StringBuilder();
    private int pieces;

    Expansion(ScriptRun run, Captures captures, Encoding encoding) {
        this.run = run;
        this.captures = captures;
        this.encoding = encoding;
    }

    ScriptRun run() {
        return run;
    }

    /** Another text of the same request. */
    Expansion another() {
        return new Expansion(run, captures, Encoding.NONE);
    }

    void literal(String literal) {
        text.append(encoding.literal(literal));
        check();
    }

    void worth(Worth value) {
        plain(value.text(encoding));
    }

    void plain(String value) {
        text.append(value);
        check();
    }

    void decoded(String value) {
        encoding.append(value, text);
        check();
    }

    boolean isOfRewriteWithGroups() {
        return captures != null && captures.groups() > 0;
    }

    /** Those of the rewrite that it is for, else those of the location. */
    Captures captures() {
        return captures == null ? run.captures() : captures;
    }

    /** One more piece. */
    void step() {
        if (++pieces > MOST_PIECES) {
            throw new ScriptException("a value of the configuration is made of more than " + MOST_PIECES + " pieces");
        }
    }

    private void check() {
        if (text.length() > MOST_CHARACTERS) {
            throw new ScriptException(
                    "a value of the configuration becomes longer than " + MOST_CHARACTERS + " characters");
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
