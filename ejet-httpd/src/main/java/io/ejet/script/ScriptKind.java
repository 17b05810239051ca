package io.ejet.script;

/** What a script is for, and so what it may do. */
public enum ScriptKind {
    /** Run when a location was found. */
    REQUEST("script"),
    /** Run when an answer is about to be sent. */
    REPLY("reply_script"),
    /** Run when a stored answer was found. */
    CACHE_CHECK("cache_check_script"),
    /** Gives a value by {@code return}. */
    VALUE("a script that gives a value");

    private final String title;

    ScriptKind(String title) {
        this.title = title;
    }

    /**
     * What it is called.
     *
     * @return for people
     */
    public String title() {
        return title;
    }

    /** Whether the request may still be answered or sent elsewhere. */
    boolean mayDecide() {
        return this == REQUEST;
    }

    /** Whether anything but a value may come of it. */
    boolean mayAct() {
        return this != VALUE;
    }
}
