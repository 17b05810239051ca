package io.epump;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** In a flight recording: a device has ended. Committed by its owner when it lets the device go. */
@Name("io.epump.Close")
@Label("Close")
@Category("ePump")
@Description("A device has ended")
@StackTrace(false)
final class CloseEvent extends Event {
    @Label("Device")
    String device;

    @Label("Local Address")
    String localAddress;

    @Label("Remote Address")
    String remoteAddress;

    @Label("Reason")
    String reason;

    @Label("Error")
    @Description("The last error of the device, if it had any")
    String error;

    @Label("Bytes Read")
    @DataAmount
    long bytesRead;

    @Label("Bytes Written")
    @DataAmount
    long bytesWritten;

    @Label("Bytes Dropped")
    @Description("Written by the program and not sent any more")
    @DataAmount
    long bytesDropped;

    @Label("Datagrams Received")
    long datagramsReceived;

    @Label("Datagrams Sent")
    long datagramsSent;

    /** Loads this class while that can be done: from a folder it could not be with no descriptor left. */
    static void load() {}

    /** Only while a {@link io.epump.sched.FlightRecording} is on. */
    static void commit(IODevice device) {
        CloseEvent event = new CloseEvent();
        if (event.shouldCommit()) {
            event.describe(device);
            event.commit();
        }
    }

    private void describe(IODevice source) {
        device = source.toString();
        localAddress = String.valueOf(source.localAddress());
        remoteAddress = String.valueOf(source.remoteAddress());
        reason = source.closeReason().name();
        error = source.ioError() == null ? null : source.ioError().toString();
        if (source instanceof StreamDevice stream) {
            bytesRead = stream.bytesRead();
            bytesWritten = stream.bytesWritten();
            bytesDropped = stream.pendingBytes();
        } else if (source instanceof StdinDevice input) {
            bytesRead = input.bytesRead();
        } else if (source instanceof StdoutDevice output) {
            bytesWritten = output.bytesWritten();
            bytesDropped = output.pendingBytes();
        } else if (source instanceof UdpDevice udp) {
            datagramsReceived = udp.received();
            datagramsSent = udp.sent();
        }
    }
}
