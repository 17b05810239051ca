package io.epump.sched;

/**
 * A monotonic clock in nanoseconds with an arbitrary origin, as {@link System#nanoTime()}. Given to pumps and workers so
 * that a test can drive them under a time of its own. Any thread may read it.
 */
@FunctionalInterface
public interface NanoClock {
    /** The clock of the machine. */
    NanoClock SYSTEM = System::nanoTime;

    /**
     * The time now; compare two readings by subtraction only.
     *
     * @return nanoseconds since an arbitrary origin
     */
    long nanoTime();
}
