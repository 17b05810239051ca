package io.epump.pump;

import java.io.IOException;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: a listener was paused because accept failed. Begun and ended by its pump. */
@Name("io.epump.AcceptPause")
@Label("Accept Pause")
@Category("ePump")
@Description("A listener is paused because accept has failed, mostly for want of descriptors")
@StackTrace(false)
final class AcceptPauseEvent extends Event {
    @Label("Listener")
    String listener;

    @Label("Error")
    String error;

    /** Loads this class while that can be done: from a folder it could not be with no descriptor left. */
    static void load() {}

    /** Only while a {@link io.epump.sched.FlightRecording} is on. */
    static AcceptPauseEvent begun(PumpedDevice listener, IOException cause) {
        AcceptPauseEvent event = new AcceptPauseEvent();
        event.begin();
        event.listener = listener.toString();
        event.error = String.valueOf(cause);
        return event;
    }
}
