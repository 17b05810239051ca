package io.epump;

/** What a callback is about: a device, a timer, a port or a hook. */
public sealed interface IOSource permits IODevice, IOTimer, EventPort, EventHook {
    /**
     * The number of the source, unique in its system among its kind, from 100; of hooks from 10000. Safe from any thread.
     *
     * @return the number
     */
    long id();

    /**
     * What the program has attached. Owner only, as long as the program changes it.
     *
     * @return the context given when the source was opened, or set since
     */
    Object context();

    /** Ends the source. Safe from any thread, idempotent; a timer is stopped. */
    void close();
}
