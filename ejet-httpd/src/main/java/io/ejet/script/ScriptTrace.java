package io.ejet.script;

/** Hears which way scripts take when they are run for one request. Owner only. */
public interface ScriptTrace {
    /**
     * A script begins.
     *
     * @param script which
     */
    void onScript(Script script);

    /**
     * A statement begins.
     *
     * @param script where it stands
     * @param start where it begins there
     * @param end where it ends; of an {@code if} the condition
     */
    void onStatement(Script script, int start, int end);

    /**
     * The condition of an {@code if} was looked at, or the regular expression of a {@code rewrite}.
     *
     * @param isMet whether it holds
     */
    void onCondition(boolean isMet);
}
