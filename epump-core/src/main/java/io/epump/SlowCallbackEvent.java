package io.epump;

import io.epump.sched.SlowCallback;
import java.util.stream.Collectors;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** In a flight recording: a callback that runs for too long. Committed by the watchdog, so the stack is told by hand. */
@Name("io.epump.SlowCallback")
@Label("Slow Callback")
@Category("ePump")
@Description("A callback that runs for too long, when it was found")
@StackTrace(false)
final class SlowCallbackEvent extends Event {
    @Label("Owner")
    @Description("The pump or worker that runs it")
    String owner;

    @Label("Source")
    @Description("The device or timer whose callback it is")
    String source;

    @Label("Running Thread")
    Thread runningThread;

    @Label("Running Time")
    @Timespan(Timespan.NANOSECONDS)
    long runningTime;

    @Label("Stack")
    String stack;

    /** Loads this class while that can be done: from a folder it could not be with no descriptor left. */
    static void load() {}

    /** Only while a {@link io.epump.sched.FlightRecording} is on. */
    static void commit(SlowCallback slow) {
        SlowCallbackEvent event = new SlowCallbackEvent();
        if (event.shouldCommit()) {
            event.owner = slow.owner().name();
            event.source = String.valueOf(slow.source());
            event.runningThread = slow.owner().thread();
            event.runningTime = slow.runningNs();
            event.stack = slow.stack().stream().map(StackTraceElement::toString).collect(Collectors.joining("\n"));
            event.commit();
        }
    }
}
