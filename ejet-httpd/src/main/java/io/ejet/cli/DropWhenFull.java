package io.ejet.cli;

import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.async.AsyncQueueFullPolicy;
import org.apache.logging.log4j.core.async.EventRoute;

/**
 * What Log4j does when its ring is full because the disk stalls: the record is dropped and counted, and nobody waits. Log4j makes
 * an instance by the class's name, so the count is one for the JVM. Any thread.
 */
public final class DropWhenFull implements AsyncQueueFullPolicy {
    private static final LongAdder DROPPED = new LongAdder();

    /** For Log4j. */
    public DropWhenFull() {}

    @Override
    public EventRoute getRoute(long backgroundThreadId, Level level) {
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
