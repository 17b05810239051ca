package io.epump;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for others to come to a point, on a thread that serves nobody meanwhile. */
final class Waiting {
    private static final long POLL_NS = 1_000_000;

    private Waiting() {}

    /**
     * Waits until something is so, looking every millisecond. An interrupt neither ends the wait nor gets lost.
     *
     * @param condition what to wait for
     * @param startNs from when on, by {@link System#nanoTime}
     * @param limitNs for how long
     * @return whether it was so in time
     */
    static boolean until(BooleanSupplier condition, long startNs, long limitNs) {
        boolean interrupted = false;
        boolean met = condition.getAsBoolean();
        while (!met && System.nanoTime() - startNs < limitNs) {
            LockSupport.parkNanos(POLL_NS);
            interrupted |= Thread.interrupted(); // with it set, parking would not wait
            met = condition.getAsBoolean();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return met;
    }
}
