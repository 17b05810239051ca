package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.log.AccessLog;

/**
 * What one configuration says about every request, whoever answers it. Immutable; any thread.
 *
 * @param limits bounds on what a client may ask for
 * @param accessLog takes a record of each exchange
 */
record Terms(Limits limits, AccessLog accessLog) {
    /** What holds unless set. */
    static final Terms DEFAULTS = new Terms(Limits.DEFAULTS, AccessLog.NONE);
}
