/**
 * Scheduling: from an event to the thread that runs its callback. Event slots, one ring per worker, workers, load meter,
 * dispatch policy. Knows no socket, no selector and no timer: it moves {@link io.epump.sched.IOEvent}s that say what
 * happened to which {@link io.epump.sched.EventSource}, and calls the source back on its owner.
 *
 * <p>Runs on: worker threads ({@link io.epump.sched.Worker}), and on pump threads for what pumps publish
 * ({@link io.epump.sched.Dispatcher}).
 */
package io.epump.sched;
