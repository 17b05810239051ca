package io.ejet.script;

/** A script while it is run for one request. */
final class Execution {
    private static final Worth NOTHING = Worth.of("");

    private final ScriptRun run;
    private Worth value = NOTHING;
    private boolean moved;

    Execution(ScriptRun run) {
        this.run = run;
    }

    ScriptRun run() {
        return run;
    }

    /** What the script gives. */
    Worth value() {
        return value;
    }

    void value(Worth newValue) {
        value = newValue;
    }

    /** The path is another one; the script goes on, and the location is looked for at its end. */
    void moved() {
        moved = true;
    }

    boolean isMoved() {
        return moved;
    }
}
