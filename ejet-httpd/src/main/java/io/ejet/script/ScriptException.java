package io.ejet.script;

/** What keeps a script from being run to its end: the request is answered with 500, and the log says why. */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * A script that cannot go on. It has no stack trace: the message says which value of which request it was.
     *
     * @param message for the log
     */
    public ScriptException(String message) {
        super(message, null, false, false);
    }
}
