package io.epump.integration;

import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.StreamDevice;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between one device and its handler and checks what must hold for every device: all callbacks on one thread,
 * never two at a time, CONNECTED before all else and once, INVALID_DEV once, and nothing after a callback at whose end
 * the device was closed or lingers. One for each device; timers of the device may use it too.
 */
final class Supervised implements IOHandler {
    private final Rig rig;
    private final IOHandler handler;
    private final AtomicReference<Thread> inside = new AtomicReference<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger invalidated = new AtomicInteger();

    // the thread of the device; volatile so that a breach of just this rule is seen
    private volatile Thread thread;
    private volatile boolean connectKnown;
    private volatile boolean ended;

    Supervised(Rig rig, IOHandler handler) {
        this.rig = rig;
        this.handler = handler;
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
        enter(source, event.toString());
        try {
            checkOrder(source, event, fdType);
            handler.onEvent(context, source, event, fdType);
        } finally {
            leave(source);
        }
    }

    @Override
    public void onUserEvent(Object context, IOSource source, int code, Object payload) throws Exception {
        enter(source, "user event " + code);
        try {
            handler.onUserEvent(context, source, code, payload);
        } finally {
            leave(source);
        }
    }

    private void checkOrder(IOSource source, IOEventType event, FdType fdType) {
        switch (event) {
            case CONNECTED, CONNFAIL -> {
                if (connectKnown || !isOutgoing(fdType)) {
                    rig.violated(event + " for " + source + ", a second one or not expected");
                }
                connectKnown = true;
            }
            case READ, WRITE -> {
                if (isOutgoing(fdType) && !connectKnown) {
                    rig.violated(event + " before CONNECTED for " + source);
                }
            }
            case INVALID_DEV -> {
                if (invalidated.incrementAndGet() > 1) {
                    rig.violated("a second INVALID_DEV for " + source);
                }
            }
            default -> {
                // may come at any time
            }
        }
    }

    private static boolean isOutgoing(FdType fdType) {
        return fdType == FdType.CONNECTED || fdType == FdType.USOCK_CONNECTED;
    }

    private void enter(IOSource source, String what) {
        Thread current = Thread.currentThread();
        Thread other = inside.getAndSet(current);
        if (other != null) {
            rig.violated(what + " of " + source + " on " + current + " while a callback runs on " + other);
        }
        if (thread == null) {
            thread = current;
        } else if (thread != current) {
            rig.violated(what + " of " + source + " on " + current + ", earlier ones on " + thread);
        }
        if (ended) {
            rig.violated(what + " of " + source + " after its last event");
        }
        calls.incrementAndGet();
    }

    private void leave(IOSource source) {
        boolean isLingering = source instanceof StreamDevice stream && stream.isLingering();
        if ((source instanceof IODevice device && device.isClosed()) || isLingering || invalidated.get() > 0) {
            ended = true;
        }
        inside.set(null);
    }

    /** The thread of the callbacks, null before the first. Any thread. */
    Thread thread() {
        return thread;
    }

    /** Callbacks so far. Any thread. */
    int calls() {
        return calls.get();
    }

    /** How many INVALID_DEV have come. Any thread. */
    int invalidated() {
        return invalidated.get();
    }
}
