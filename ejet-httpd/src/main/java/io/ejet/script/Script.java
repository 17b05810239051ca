package io.ejet.script;

/** A script, compiled. Immutable; any thread. */
public final class Script {
    private final ScriptKind kind;
    private final Statement body;
    private final boolean touchesDisk;
    private final boolean mayAddToBody;

    Script(ScriptKind kind, Statement body) {
        this.kind = kind;
        this.body = body;
        this.touchesDisk = body.touchesDisk();
        this.mayAddToBody = body.mayAddToBody();
    }

    /**
     * Runs it.
     *
     * @param run the request
     * @return what comes after it
     * @throws ScriptException when it cannot go on
     */
    public Flow run(ScriptRun run) {
        Execution execution = new Execution(run);
        Flow flow = body.run(execution);
        boolean isAtEnd = flow == null || flow == Flow.NEXT;
        return isAtEnd ? (execution.isMoved() ? Flow.REMATCH : Flow.NEXT) : flow;
    }

    /** What it returns; empty when it does not come to a {@code return}. */
    Worth value(ScriptRun run) {
        Execution execution = new Execution(run);
        body.run(execution);
        return execution.value();
    }

    /**
     * What it is for.
     *
     * @return the kind
     */
    public ScriptKind kind() {
        return kind;
    }

    /**
     * Whether the disk has to be asked to run it.
     *
     * @return true if so
     */
    public boolean touchesDisk() {
        return touchesDisk;
    }

    /**
     * Whether it may add to the body of the answer.
     *
     * @return true if so
     */
    public boolean mayAddToBody() {
        return mayAddToBody;
    }
}
