package io.epump.sched;

import java.util.List;
import java.util.function.Consumer;

/**
 * Reports callbacks that run for too long, each once, with the stack of its thread.
 *
 * <p>Threading: {@link #turn} on one thread, not on an owner's; it reads what owners publish and stops nobody.
 *
 * <p>Units: a callback is slow when it has run for the threshold; it is found at the first turn after that.
 */
public final class Watchdog {
    private final Owner[] owners;
    private final long thresholdNs;
    private final NanoClock clock;
    private final Consumer<SlowCallback> handler;
    private final long[] reportedStartNs;

    /** Written by the watchdog only, read by anybody. */
    private volatile long reported;

    /**
     * A watchdog.
     *
     * @param owners whom to watch
     * @param thresholdNs from when on a callback is slow
     * @param clock the owners' clock
     * @param handler takes the reports, on the watchdog's thread
     */
    public Watchdog(List<? extends Owner> owners, long thresholdNs, NanoClock clock, Consumer<SlowCallback> handler) {
        this.owners = owners.toArray(new Owner[0]);
        this.thresholdNs = thresholdNs;
        this.clock = clock;
        this.handler = handler;
        reportedStartNs = new long[this.owners.length];
    }

    /**
     * Looks at every owner once.
     *
     * @return how many slow callbacks were reported
     */
    public int turn() {
        int found = 0;
        long nowNs = clock.nanoTime();
        for (int i = 0; i < owners.length; i++) {
            Gauge gauge = owners[i].gauge();
            long startNs = gauge.callbackStart();
            if (startNs == 0 || nowNs - startNs < thresholdNs || reportedStartNs[i] == startNs) {
                continue;
            }
            EventSource source = gauge.running();
            Thread thread = owners[i].thread();
            List<StackTraceElement> stack = thread == null ? List.of() : List.of(thread.getStackTrace());
            // Only if it is the same callback still, source and stack belong to the start that was read.
            if (gauge.callbackStart() == startNs) {
                reportedStartNs[i] = startNs;
                countReport();
                found++;
                handler.accept(new SlowCallback(owners[i], source, nowNs - startNs, stack));
            }
        }
        return found;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    private void countReport() {
        reported++;
    }

    /**
     * How many slow callbacks were reported since the start. Any thread.
     *
     * @return the count
     */
    public long reported() {
        return reported;
    }
}
