package io.epump.bench;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Something that starts and stops timers from any thread and fires them on a thread of its own: ours and its peers. Each has
 * one such thread.
 */
interface TimerService extends AutoCloseable {
    /** Starts a timer; answers what {@link #stop} needs. */
    Object start(long delayMs, Runnable onFired);

    /** Stops a timer that has not fired. */
    void stop(Object timer);

    /** How many wait to fire. */
    long waiting();

    @Override
    void close();

    /** One of: pump, wheel1 and wheel100 (a tick of so many milliseconds; 100 is Netty's default), executor, treemap. */
    static TimerService of(String name) {
        return switch (name) {
            case "pump" -> new OfPump();
            case "wheel1" -> new OfWheel(1, 4096);
            case "wheel100" -> new OfWheel(100, 512);
            case "executor" -> new OfExecutor();
            case "treemap" -> new OfTreeMap();
            default -> throw new IllegalArgumentException("service=" + name);
        };
    }

    /** One pump, no worker. */
    final class OfPump implements TimerService {
        private final EPump system;

        OfPump() {
            try {
                system = EPump.start(
                        EPumpConfig.builder().name("timers").pumps(1).workers(0).build());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void onTimeout(Object context, IOSource source, IOEventType event, FdType fdType) {
            ((Runnable) context).run();
        }

        @Override
        public Object start(long delayMs, Runnable onFired) {
            return system.startTimer(delayMs, 0, null, OfPump::onTimeout, onFired);
        }

        @Override
        public void stop(Object timer) {
            ((IOTimer) timer).stop();
        }

        @Override
        public long waiting() {
            return system.statistics().timers();
        }

        @Override
        public void close() {
            system.close();
        }
    }

    /** Netty's wheel. */
    final class OfWheel implements TimerService {
        private final HashedWheelTimer wheel;

        OfWheel(long tickMs, int ticksPerWheel) {
            wheel = new HashedWheelTimer(tickMs, TimeUnit.MILLISECONDS, ticksPerWheel);
        }

        @Override
        public Object start(long delayMs, Runnable onFired) {
            return wheel.newTimeout(timeout -> onFired.run(), delayMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void stop(Object timer) {
            ((Timeout) timer).cancel();
        }

        @Override
        public long waiting() {
            return wheel.pendingTimeouts();
        }

        @Override
        public void close() {
            wheel.stop();
        }
    }

    /** The JDK's heap of deadlines. */
    final class OfExecutor implements TimerService {
        private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);

        OfExecutor() {
            executor.setRemoveOnCancelPolicy(true); // as the others do; else what was stopped stays until it is due
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // it is what stop is given
        public Object start(long delayMs, Runnable onFired) {
            return executor.schedule(onFired, delayMs, TimeUnit.MILLISECONDS);
        }

        @Override
        public void stop(Object timer) {
            ((Future<?>) timer).cancel(false);
        }

        @Override
        public long waiting() {
            return executor.getQueue().size();
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }

    /** What one would write by hand: a TreeMap by deadline and start order under a lock, and a thread that waits for the first. */
    final class OfTreeMap implements TimerService {
        private final TreeMap<Deadline, Runnable> timers = new TreeMap<>();
        private final Thread thread = new Thread(this::run, "treemap");
        private long starts;
        private boolean closed;

        private record Deadline(long atNs, long start) implements Comparable<Deadline> {
            @Override
            public int compareTo(Deadline other) {
                long difference = atNs - other.atNs;
                return difference != 0 ? Long.signum(difference) : Long.compare(start, other.start);
            }
        }

        OfTreeMap() {
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public synchronized Object start(long delayMs, Runnable onFired) {
            Deadline deadline = new Deadline(System.nanoTime() + delayMs * 1_000_000, starts++);
            timers.put(deadline, onFired);
            if (timers.firstKey().equals(deadline)) {
                notifyAll();
            }
            return deadline;
        }

        @Override
        public synchronized void stop(Object timer) {
            timers.remove((Deadline) timer);
        }

        @Override
        public synchronized long waiting() {
            return timers.size();
        }

        private void run() {
            for (Runnable due = next(); due != null; due = next()) {
                due.run();
            }
        }

        /** Waits for the next that is due; null at the end. */
        private synchronized Runnable next() {
            while (!closed) {
                long leftNs = timers.isEmpty() ? Long.MAX_VALUE : timers.firstKey().atNs - System.nanoTime();
                if (leftNs <= 0) {
                    Map.Entry<Deadline, Runnable> first = timers.pollFirstEntry();
                    return first.getValue();
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, leftNs);
                } catch (InterruptedException e) {
                    closed = true;
                }
            }
            return null;
        }

        @Override
        public synchronized void close() {
            closed = true;
            notifyAll();
        }
    }
}
