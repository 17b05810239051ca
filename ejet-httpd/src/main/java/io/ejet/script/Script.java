package io.ejet.script;

/** A script, compiled. Immutable; any thread. */
public final class Script {
    private final ScriptKind kind;
    private final Statement body;
    private final ScriptOrigin origin;
    private final boolean touchesDisk;
    private final boolean mayAddToBody;

    Script(ScriptKind kind, Statement body, ScriptOrigin origin) {
        this.kind = kind;
        this.body = body;
        this.origin = origin;
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
        Execution execution = begin(run);
        Flow flow = body.run(execution);
        boolean isAtEnd = flow == null || flow == Flow.NEXT;
        return isAtEnd ? (execution.isMoved() ? Flow.REMATCH : Flow.NEXT) : flow;
    }

    private Execution begin(ScriptRun run) {
        Execution execution = new Execution(this, run);
        if (execution.trace() != null) {
            execution.trace().onScript(this);
        }
        return execution;
    }

    /** What it returns; empty when it does not come to a {@code return}. */
    Worth value(ScriptRun run) {
        Execution execution = begin(run);
        body.run(execution);
        return execution.value();
    }

    /**
     * A part of its text.
     *
     * @param start where it begins
     * @param end where it ends
     * @return as it is written, in one line
     */
    public String text(int start, int end) {
        return origin.text().substring(start, end).strip().replaceAll("\\s+", " ");
    }

    /**
     * Where a part of it stands.
     *
     * @param start where it begins
     * @return {@code file:line}
     */
    public String place(int start) {
        return origin.place().apply(start);
    }

    /**
     * The name of a local variable.
     *
     * @param slot its place, as in {@link ScriptRun#local}
     * @return in lower case
     */
    public String localName(int slot) {
        return origin.names().name(slot);
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
