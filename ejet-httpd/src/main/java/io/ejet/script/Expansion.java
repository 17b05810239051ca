package io.ejet.script;

/** A text that is being put together for one request: where its parts come from, and where they go. */
final class Expansion {
    /** No value of a configuration is meant to be longer. */
    private static final int MOST_CHARACTERS = 64 * 1024;

    private final ScriptRun run;
    private final Captures captures;
    private final Encoding encoding;
    private final StringBuilder text = new StringBuilder();

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
        text.append(literal);
        check();
    }

    void plain(String value) {
        text.append(value);
        check();
    }

    void decoded(String value) {
        encoding.append(value, text);
        check();
    }

    String group(int number) {
        return captures.group(number);
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
