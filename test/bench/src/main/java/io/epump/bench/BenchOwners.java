package io.epump.bench;

import io.epump.sched.NanoClock;
import io.epump.sched.OwnerSetup;

/** What the owners in the benchmarks have in common: the real clock, and failures told on standard error. */
public final class BenchOwners {
    private BenchOwners() {}

    /**
     * A setup for owners that get no user events.
     *
     * @return a new setup
     */
    public static OwnerSetup setup() {
        return new OwnerSetup(NanoClock.SYSTEM, (owner, source, failure) -> failure.printStackTrace(), 1);
    }
}
