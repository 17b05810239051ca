package io.epump.sched;

import jdk.jfr.FlightRecorder;

/**
 * Whether what happens may be wanted for a flight recording. Asked before anything else of jdk.jfr is touched, which a runtime may
 * have been put together without.
 *
 * <p>Threading: any thread.
 */
public final class FlightRecording {
    private static final boolean IS_POSSIBLE =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /**
     * Whether this runtime can record at all.
     *
     * @return always the same
     */
    public static boolean isPossible() {
        return IS_POSSIBLE;
    }

    /**
     * Whether the recorder of this JVM was ever used: a look at a field.
     *
     * @return true when an event may find somebody who records it
     */
    public static boolean isOn() {
        return IS_POSSIBLE && FlightRecorder.isInitialized();
    }
}
