package io.epump.pump;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * The notifier over a {@link Selector}: selects with one stored consumer, so that a turn allocates nothing of ours.
 *
 * <p>Threading: the pump's own; only {@link #wakeup} is for others, which is why the selector's field is volatile: a
 * rebuild replaces it.
 */
public final class SelectorNotifier implements Notifier {
    private final Consumer<SelectionKey> action = this::onKey;

    /** Replaced by the pump in {@link #rebuild}, read by whoever wakes it. */
    private volatile Selector selector;

    // pump, during a select
    private ReadyHandler handler;

    /**
     * A notifier over a selector of its own.
     *
     * @throws IOException when the system gives none
     */
    public SelectorNotifier() throws IOException {
        selector = Selector.open();
    }

    @Override
    public int select(long timeoutMs, ReadyHandler readyHandler) throws IOException {
        handler = readyHandler;
        if (timeoutMs == 0) {
            return selector.selectNow(action);
        }
        return timeoutMs < 0 ? selector.select(action) : selector.select(action, timeoutMs);
    }

    private void onKey(SelectionKey key) {
        PumpedDevice device = (PumpedDevice) key.attachment();
        int ready;
        try {
            ready = key.readyOps();
        } catch (CancelledKeyException e) {
            ready = -1;
        }
        handler.onReady(device, ready);
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void add(PumpedDevice device, int interest) throws IOException {
        device.registration = device.channel().register(selector, interest, device);
    }

    @Override
    public boolean arm(PumpedDevice device, int interest) {
        try {
            ((SelectionKey) device.registration).interestOps(interest);
            return true;
        } catch (CancelledKeyException e) {
            return false;
        }
    }

    @Override
    public void remove(PumpedDevice device) {
        ((SelectionKey) device.registration).cancel();
        device.registration = null;
    }

    @Override
    public String rebuild() throws IOException {
        Selector old = selector;
        Selector fresh = Selector.open();
        StringBuilder watched = new StringBuilder();
        for (SelectionKey key : old.keys()) {
            if (key.isValid()) {
                PumpedDevice device = (PumpedDevice) key.attachment();
                watched.append(System.lineSeparator()).append("  ").append(device);
                move(key, device, fresh);
            }
        }
        selector = fresh;
        old.close();
        return watched.toString();
    }

    private static void move(SelectionKey key, PumpedDevice device, Selector fresh) {
        try {
            device.registration = key.channel().register(fresh, key.interestOps(), device);
        } catch (ClosedChannelException | CancelledKeyException ignored) {
            // Closed by the program just now. The device keeps a key that is cancelled, as it would have without this.
        }
        key.cancel();
    }

    @Override
    public void close() throws IOException {
        selector.close();
    }
}
