package io.epump.sched;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: events begin to find a worker's ring full. Committed by whoever sends the first of them. */
@Name("io.epump.RingFull")
@Label("Ring Full")
@Category("ePump")
@Description("Events begin to find the ring of a worker full, and wait beside it")
@StackTrace(false)
final class RingFullEvent extends Event {
    @Label("Worker")
    String worker;

    @Label("Ring Size")
    int ringSize;

    @Label("Queued")
    @Description("Events on their way to the worker")
    long queued;

    /** Loads this class while that can be done: from a folder it could not be with no descriptor left. */
    static void load() {}

    /** Only while a {@link FlightRecording} is on. */
    static void commit(Worker worker) {
        RingFullEvent event = new RingFullEvent();
        if (event.shouldCommit()) {
            event.worker = worker.name();
            event.ringSize = worker.ringSize();
            event.queued = worker.queued();
            event.commit();
        }
    }
}
