package io.epump.dns;

import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.IOTimer;
import java.io.IOException;

/**
 * One question to one server, and the wait for its answer: a device of its own, on the resolver's pump, with a timer that is
 * never put off. Ends exactly once: {@link Query#onReply}, {@link Query#onFailed}, or {@link #close} by the query.
 */
abstract class Exchange implements IOHandler {
    private static final long NS_PER_MS = 1_000_000;

    final Query query;
    final Question question;
    private IODevice device;
    private boolean ended;

    Exchange(Query query, Question question) {
        this.query = query;
        this.question = question;
    }

    /** Opens the device and begins. Answers false when it cannot, and tells nobody else. */
    final boolean start(long timeoutNs) {
        try {
            device = open();
            assert device.pump() == query.pump() : device + " is on another pump than the resolver";
            // Rounded up: this waits for the whole of the time.
            device.startTimer((timeoutNs + NS_PER_MS - 1) / NS_PER_MS, 0, null, this);
            begin();
            return true;
        } catch (IOException | IllegalArgumentException e) { // the second for a family that is not spoken here
            close();
            return false;
        } catch (Throwable unforeseen) { // nothing stays open that no timer ends
            close();
            throw unforeseen;
        }
    }

    /** Opens the device, to be served by the pump. */
    abstract IODevice open() throws IOException;

    /** What can be done at once. */
    abstract void begin() throws IOException;

    /** The device is ready for something. */
    abstract void onDevice(IOEventType event) throws IOException;

    @Override
    public final void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (ended) {
            return;
        }
        try {
            take(source, event);
        } catch (Throwable unforeseen) { // reported by whoever has called; nobody waits for what will not come
            close();
            query.giveUp();
            throw unforeseen;
        }
    }

    private void take(IOSource source, IOEventType event) {
        if (source instanceof IOTimer) {
            fail(NameStatus.TIMEOUT);
        } else if (event == IOEventType.INVALID_DEV) {
            // The pump gives up what is open: the system stops, or the server has reset the connection that was written
            // to.
            fail(query.pump().isDraining() ? NameStatus.STOPPED : NameStatus.UNREACHABLE);
        } else {
            try {
                onDevice(event);
            } catch (IOException e) {
                fail(NameStatus.UNREACHABLE);
            }
        }
    }

    /** Bytes that may be the answer; false when they are none, and the wait goes on. */
    final boolean take(byte[] message) {
        Reply reply = query.coding().decode(message, question);
        if (reply == null) {
            return false;
        }
        close();
        query.onReply(this, reply);
        return true;
    }

    final void fail(NameStatus status) {
        close();
        query.onFailed(status);
    }

    final void close() {
        ended = true;
        if (device != null) {
            device.close();
        }
    }

    final boolean isEnded() {
        return ended;
    }
}
