package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The agreement between pumps that wait until some worker has nothing to do, and workers that run dry.
 *
 * <pre>
 *   pump                                    worker
 *   announce:  waiting = 1                  gives the slots of its batch back
 *              the doorbell's announcement   onDry:  full fence
 *              and its full fence                    waiting == 1: ring
 *   every worker has work: sleep
 *   end:       waiting = 0
 * </pre>
 *
 * Of the two fences one comes first, as with a {@link Doorbell}: either the pump sees that the worker has nothing, or the worker
 * sees that the pump waits. A doorbell alone would not do: a pump that sleeps in its select is not to be woken by each worker
 * that runs dry.
 *
 * <p>Threading: {@link #newWaiter} before any thread runs; {@link #onDry} by workers; the waiter's methods by its pump.
 *
 * <p>Bounds: one waiter for each pump.
 */
public final class Vacancy {
    private Waiter[] waiters = {};

    Vacancy() {}

    /** One pump's part of the agreement. */
    public static final class Waiter {
        private static final VarHandle WAITING;

        static {
            try {
                WAITING = MethodHandles.lookup().findVarHandle(Waiter.class, "waiting", int.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final Doorbell doorbell;

        /** Written by the pump before its doorbell's fence, read by workers after their own. */
        @SuppressWarnings("unused") // through WAITING
        private int waiting;

        Waiter(Doorbell doorbell) {
            this.doorbell = doorbell;
        }

        /** The pump says that it will wait; it must look whether a worker is free, and for arrivals, afterwards. */
        public void announce() {
            WAITING.setOpaque(this, 1);
            doorbell.announce();
        }

        /** The pump is up again, for whatever reason. */
        public void end() {
            doorbell.awake();
            WAITING.setOpaque(this, 0);
        }

        private void onDry() {
            if ((int) WAITING.getOpaque(this) != 0) {
                doorbell.ring();
            }
        }
    }

    /**
     * A pump's part. Before any thread runs.
     *
     * @param doorbell by which the pump sleeps
     * @return what it announces itself with
     */
    public Waiter newWaiter(Doorbell doorbell) {
        Waiter waiter = new Waiter(doorbell);
        Waiter[] more = Arrays.copyOf(waiters, waiters.length + 1);
        more[waiters.length] = waiter;
        waiters = more;
        return waiter;
    }

    /** A worker has nothing left to do, and its slots are given back. */
    void onDry() {
        VarHandle.fullFence();
        for (Waiter waiter : waiters) {
            waiter.onDry();
        }
    }
}
