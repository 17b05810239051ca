package io.ejet.cli;

import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.async.AsyncQueueFullPolicy;
import org.apache.logging.log4j.core.async.EventRoute;

/**
 * What Log4j does when its ring is full because the disk stalls: the record is dropped and counted, and nobody waits; or, where that
 * was asked for, whoever logs waits until there is room. Log4j makes an instance by the class's name, so both count and choice are
 * one for the JVM. Any thread.
 */
public final class FullRing implements AsyncQueueFullPolicy {
    private static final LongAdder DROPPED = new LongAdder();

    /** Written when the program starts and when its settings change, read when the ring is full. */
    private static volatile boolean blocks;

    /** For Log4j. */
    public FullRing() {}

    /** Whether who logs waits from now on. */
    static void block(boolean isWaiting) {
        blocks = isWaiting;
    }

    @Override
    public EventRoute getRoute(long backgroundThreadId, Level level) {
        // The thread that empties the ring must never wait for room in it.
        if (blocks && Thread.currentThread().getId() != backgroundThreadId) {
            return EventRoute.ENQUEUE;
        }
        DROPPED.increment();
        return EventRoute.DISCARD;
    }

    /**
     * How many records were dropped.
     *
     * @return the count since the start of the JVM
     */
    public static long dropped() {
        return DROPPED.sum();
    }
}
