package io.epump;

import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import io.epump.sched.SlowCallback;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Where reports go unless the program takes them itself. A class of its own, so that the logger is looked up when there is
 * something to say and not at start: a program that has no logging provider is told so only then.
 */
final class LoggedReports {
    private static final Logger LOG = LogManager.getLogger("io.epump");

    private LoggedReports() {}

    static void failure(Owner owner, EventSource source, Throwable failure) {
        LOG.error("{}: failure with {}", owner == null ? "system" : owner.name(), source, failure);
    }

    static void slowCallback(SlowCallback slow) {
        LOG.warn("{}", slow::describe);
    }
}
