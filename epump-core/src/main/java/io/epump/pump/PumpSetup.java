package io.epump.pump;

import io.epump.sched.OwnerSetup;
import io.epump.sched.WorkerPool;

/**
 * What a pump is given. Immutable.
 *
 * @param owners what all owners of the system have in common
 * @param workers the workers, or null when pumps run the callbacks themselves
 * @param acceptRetryNs after how long an ACCEPT that no worker took up is raised again
 * @param acceptPauseNs for how long a listener is paused after accept has failed
 */
public record PumpSetup(OwnerSetup owners, WorkerPool workers, long acceptRetryNs, long acceptPauseNs) {}
