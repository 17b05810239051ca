package io.epump.pump;

import io.epump.sched.OwnerSetup;
import io.epump.sched.WorkerPool;

/**
 * What a pump is given. Immutable.
 *
 * @param owners what all owners of the system have in common
 * @param workers the workers, or null when pumps run the callbacks themselves
 * @param holdNs how long a pump waits for a worker at most before it selects, while every worker is busy; 0 for never
 * @param acceptRetryNs after how long an ACCEPT that no worker took up is raised again
 * @param acceptPauseNs for how long a listener is paused after accept has failed
 * @param hookIntervalNs how long a pump with a hook sleeps at most
 */
public record PumpSetup(
        OwnerSetup owners,
        WorkerPool workers,
        long holdNs,
        long acceptRetryNs,
        long acceptPauseNs,
        long hookIntervalNs) {}
