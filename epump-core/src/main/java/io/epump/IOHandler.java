package io.epump;

/**
 * The callback of devices, timers and hooks.
 *
 * <p>Threading: all calls for one device, and for the timers that belong to it, come on one owner, in order, one at a
 * time; so a handler needs no lock for what belongs to one device. A handler that blocks delays the devices of its own
 * owner only.
 *
 * <p>Errors: an exception gives the device up ({@link IOEventType#INVALID_DEV}, then close) and is reported to the
 * configured handler.
 */
@FunctionalInterface
public interface IOHandler extends UserEventHandler {
    /**
     * Something happened.
     *
     * @param context what the program has attached to the source
     * @param source the device, listener, timer or hook
     * @param event what happened
     * @param fdType what kind of source it is
     * @throws Exception to give the device up
     */
    void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception;

    /**
     * A user event has arrived. By default it comes to {@link #onEvent} as {@link IOEventType#USER} of
     * {@link FdType#USERCMD}, where its code and payload are not to be had.
     */
    @Override
    default void onUserEvent(Object context, IOSource source, int code, Object payload) throws Exception {
        onEvent(context, source, IOEventType.USER, FdType.USERCMD);
    }
}
