package io.epump;

/**
 * The callback of user events.
 *
 * <p>Threading: as {@link IOHandler}, which is one too.
 *
 * <p>Errors: an exception is reported to the configured handler; what it means for the source, the source says.
 */
@FunctionalInterface
public interface UserEventHandler {
    /**
     * A user event has arrived: posted to a device or a port, or the condition of a hook was met.
     *
     * @param context what the program has attached to the source
     * @param source the device or port it was posted to, or the hook
     * @param code the poster's code, from 10000; of a hook its number
     * @param payload what the poster has sent, may be null; of a hook what its condition has answered
     * @throws Exception to have it reported; of a device or hook, to give it up
     */
    void onUserEvent(Object context, IOSource source, int code, Object payload) throws Exception;
}
