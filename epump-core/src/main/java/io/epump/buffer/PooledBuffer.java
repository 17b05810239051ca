package io.epump.buffer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A direct buffer on loan from a pool.
 *
 * <p>Threading: used by one thread at a time, whoever holds it; {@link #release} from any thread.
 *
 * <p>Lifecycle: acquired from a pool, released exactly once; a second release is an IllegalStateException, also when
 * both come at the same moment.
 */
public final class PooledBuffer {
    private static final VarHandle LOANED;

    static {
        try {
            LOANED = MethodHandles.lookup().findVarHandle(PooledBuffer.class, "loaned", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final BufferPool home;
    private final ByteBuffer bytes;

    /** Link in the home's return list; belongs to whoever holds the buffer. */
    PooledBuffer next;

    /** Set by the home's owner, cleared by whoever releases; atomic so that a double release is found. */
    @SuppressWarnings("UnusedVariable") // through LOANED
    private volatile boolean loaned;

    PooledBuffer(BufferPool home, int size) {
        this.home = home;
        this.bytes = ByteBuffer.allocateDirect(size);
    }

    void onAcquired() {
        bytes.clear();
        loaned = true;
    }

    /**
     * The bytes themselves, with position and limit as the last holder left them.
     *
     * @return a direct buffer that must not be used after {@link #release}
     */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Gives the buffer back. Safe from any thread. */
    public void release() {
        if (!LOANED.compareAndSet(this, true, false)) {
            throw new IllegalStateException("buffer released twice");
        }
        home.onReleased(this);
    }
}
