package io.epump;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/**
 * In a flight recording: a connection was opened from this side, or was not. Lasts until the program is told. Begun by
 * whoever opens the device, ended on its owner.
 */
@Name("io.epump.Connect")
@Label("Connect")
@Category("ePump")
@Description("From the opening of a device until the program is told how that has ended")
@StackTrace(false)
final class ConnectEvent extends Event {
    @Label("Device")
    String device;

    @Label("Remote Address")
    @Description("Name and port of a connect by name, beside which each address tried is a connect of its own")
    String remoteAddress;

    @Label("Result")
    @Description("CONNECTED, CONNFAIL, or CLOSED before either was known")
    String result;

    @Label("Error")
    String error;

    /** Loads this class while that can be done: from a folder it could not be with no descriptor left. */
    static void load() {}

    /** Null when nobody records connects. Only while a {@link io.epump.sched.FlightRecording} is on. */
    static ConnectEvent begun() {
        ConnectEvent event = new ConnectEvent();
        if (!event.isEnabled()) {
            return null;
        }
        event.begin();
        return event;
    }

    void connectingTo(Object remote) {
        remoteAddress = remote.toString();
    }

    void end(IODevice ended, String how) {
        end();
        if (shouldCommit()) {
            device = ended.toString();
            result = how;
            error = ended.ioError() == null ? null : ended.ioError().toString();
            commit();
        }
    }
}
