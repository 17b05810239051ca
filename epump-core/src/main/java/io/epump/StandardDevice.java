package io.epump;

import io.epump.pump.Pump;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Standard input or output as a device: a thread of its own reads or writes, and marks the device dirty when that is done, so that
 * the mailbox tells the pump what a notifier would.
 *
 * <p>Lifecycle: one device at a time has the stream; the next one may be opened when it is {@link #closed}.
 */
@SuppressWarnings("exports") // Pump is the inside of a device
public abstract sealed class StandardDevice extends IODevice permits StdinDevice, StdoutDevice {
    private final StreamThread stream;
    private final Runnable told = this::markDirty;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    StandardDevice(EPump system, Pump pump, StreamThread stream, Opening opening, int interest) {
        super(system, pump, null, opening, interest);
        this.stream = stream;
    }

    final StreamThread stream() {
        return stream;
    }

    final void open() {
        stream.attachOrAbandon(this, told);
        handOver();
    }

    @Override
    protected final boolean isWatchable() {
        return false;
    }

    @Override
    protected final void onAdopted() {
        super.onAdopted();
        onUnwatched(interest());
    }

    @Override
    protected final void onClosed() {
        stream.detach(told);
        closed.complete(null);
    }

    /**
     * Completes when the stream may be opened anew. Safe from any thread.
     *
     * @return a future without value
     */
    public final CompletableFuture<Void> closed() {
        return closed.copy();
    }

    /** There is none. */
    @Override
    public final SocketAddress localAddress() {
        return null;
    }

    /** There is none. */
    @Override
    public final SocketAddress remoteAddress() {
        return null;
    }
}
