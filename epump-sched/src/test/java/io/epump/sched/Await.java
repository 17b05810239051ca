package io.epump.sched;

import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for other threads; says what it waited for when that does not come. The limit only ends a hang. */
final class Await {
    private static final long LIMIT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final long POLL_NS = 100_000;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > LIMIT_NS) {
                throw new AssertionError("waited in vain: " + what);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    static void latch(String what, CountDownLatch latch) {
        try {
            if (!latch.await(LIMIT_NS, TimeUnit.NANOSECONDS)) {
                throw new AssertionError("waited in vain: " + what);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting: " + what, e);
        }
    }

    static void parked(Thread thread) {
        until(thread.getName() + " sleeps", () -> thread.getState() == Thread.State.WAITING);
    }

    static void ended(Thread thread) {
        until(thread.getName() + " has ended", () -> !thread.isAlive());
    }

    /** Until the collector has found nothing but these references to lead to their objects. */
    static void collected(String what, List<? extends Reference<?>> references) {
        until(what + " is collected", () -> {
            System.gc();
            return references.stream().allMatch(reference -> reference.refersTo(null));
        });
    }
}
