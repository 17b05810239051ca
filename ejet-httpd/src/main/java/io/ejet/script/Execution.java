package io.ejet.script;

/** A script while it is run for one request. */
final class Execution {
    private final ScriptRun run;
    private String value = "";
    private boolean moved;

    Execution(ScriptRun run) {
        this.run = run;
    }

    ScriptRun run() {
        return run;
    }

    /** What the script gives. */
    String value() {
        return value;
    }

    void value(String newValue) {
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
