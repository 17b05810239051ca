package io.epump.dns;

/**
 * Told what a name's addresses are. Runs on the owner that has asked; when a foreign thread has, on a worker, or on the
 * resolver's pump in a system without workers. Never inside the call that asks. What it throws is reported and nothing else.
 */
@FunctionalInterface
public interface NameHandler {
    /**
     * The search has ended. Comes exactly once.
     *
     * @param context what was given with the question
     * @param answer what was found, or why nothing was
     * @throws Exception is reported
     */
    void onName(Object context, NameAnswer answer) throws Exception;

    /**
     * One family has addresses, the answer of the other has not come yet; for those who can begin with these (RFC 8305 section
     * 3). Comes at most once, before {@link #onName}; nothing needs to be done.
     *
     * @param context what was given with the question
     * @param part what was found so far
     * @throws Exception is reported
     */
    default void onFirst(Object context, NameAnswer part) throws Exception {}
}
