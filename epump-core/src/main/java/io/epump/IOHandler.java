package io.epump;

/**
 * The callback of devices and timers.
 *
 * <p>Threading: all calls for one device, and for the timers that belong to it, come on one owner, in order, one at a
 * time; so a handler needs no lock for what belongs to one device. A handler that blocks delays the devices of its own
 * owner only.
 *
 * <p>Errors: an exception gives the device up ({@link IOEventType#INVALID_DEV}, then close) and is reported to the
 * configured handler.
 */
@FunctionalInterface
public interface IOHandler {
    /**
     * Something happened.
     *
     * @param context what the program has attached to the source
     * @param source the device, listener or timer
     * @param event what happened
     * @param fdType what kind of source it is
     * @throws Exception to give the device up
     */
    void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception;

    /**
     * A user event has arrived ({@link IODevice#post}). Does nothing by default.
     *
     * @param context what the program has attached to the source
     * @param source the device it was posted to
     * @param code the poster's code, from 10000
     * @param payload what the poster sent, may be null
     * @throws Exception to give the device up
     */
    default void onUserEvent(Object context, IOSource source, int code, Object payload) throws Exception {}
}
