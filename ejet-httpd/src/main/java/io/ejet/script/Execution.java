package io.ejet.script;

/** A script while it is run for one request. */
final class Execution {
    private static final Worth NOTHING = Worth.of("");

    private final Script script;
    private final ScriptRun run;

    /** Null unless someone wants to know which way the script takes. */
    private final ScriptTrace trace;

    private Worth value = NOTHING;
    private boolean moved;

    Execution(Script script, ScriptRun run) {
        this.script = script;
        this.run = run;
        this.trace = run.trace();
    }

    Script script() {
        return script;
    }

    ScriptTrace trace() {
        return trace;
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
