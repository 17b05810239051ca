package io.ejet.script;

/** How a script has ended, and so what comes after it. */
public enum Flow {
    /** At its end, or by {@code return}: the next script of the chain. */
    NEXT,
    /** By an answer: nothing else is run. */
    ANSWERED,
    /** By {@code last}, by a {@code rewrite} without flag, or by {@code try_files}: the location is looked for again. */
    REMATCH,
    /** By {@code break}: no other script is run, and the location stays. */
    STOP
}
