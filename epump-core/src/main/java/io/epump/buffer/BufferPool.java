package io.epump.buffer;

import io.epump.sched.Owner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Direct buffers of one size for one owner, pump or worker, so that an idle connection holds none.
 *
 * <p>Threading: {@link #acquire} by the owner; {@link PooledBuffer#release} by anybody. Released on its home owner a
 * buffer is available at once; released elsewhere it is pushed to the home's return list (many producers, a compare and
 * set), which the owner takes as a whole when it runs out.
 *
 * <p>Lifecycle: buffers that find the pool full are left to the garbage collector, as are all at the end.
 *
 * <p>Bounds: keeps at most {@code maxKept} free buffers of {@code bufferBytes} bytes; what is in use is bounded by its
 * users, and counted ({@link #inUse}).
 */
public final class BufferPool {
    private static final VarHandle RETURNED;
    private static final VarHandle TAKEN;
    private static final VarHandle RETURNS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RETURNED = lookup.findVarHandle(BufferPool.class, "returned", PooledBuffer.class);
            TAKEN = lookup.findVarHandle(BufferPool.class, "taken", long.class);
            RETURNS = lookup.findVarHandle(BufferPool.class, "returns", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Owner owner;
    private final int bufferBytes;
    private final int maxKept;

    // owner
    private final PooledBuffer[] free;
    private int freeCount;

    /** Buffers handed out less those that came back here; written by the owner (opaque), read by anybody. */
    private long taken;

    /** Buffers that were released elsewhere; added to by whoever does. */
    private volatile long returns;

    /** Head of the return list: pushed to by other threads with release, taken whole by the owner with acquire. */
    private volatile PooledBuffer returned;

    /**
     * An empty pool.
     *
     * @param owner whose pool it is
     * @param bufferBytes size of each buffer
     * @param maxKept how many free buffers are kept at most
     */
    public BufferPool(Owner owner, int bufferBytes, int maxKept) {
        this.owner = owner;
        this.bufferBytes = bufferBytes;
        this.maxKept = maxKept;
        free = new PooledBuffer[maxKept];
    }

    /**
     * Takes a buffer, clear, with its whole size to write into. Owner only.
     *
     * @return a buffer that the caller releases, or hands on to somebody who does
     */
    public PooledBuffer acquire() {
        assert Owner.current() == owner : "pool of " + owner + " used by " + Owner.current();
        if (freeCount == 0 && returned != null) {
            takeReturned();
        }
        PooledBuffer buffer = freeCount > 0 ? free[--freeCount] : new PooledBuffer(this, bufferBytes);
        TAKEN.setOpaque(this, taken + 1);
        buffer.onAcquired();
        return buffer;
    }

    private void takeReturned() {
        PooledBuffer buffer = (PooledBuffer) RETURNED.getAndSetAcquire(this, (PooledBuffer) null);
        while (buffer != null) {
            PooledBuffer next = buffer.next;
            buffer.next = null;
            keep(buffer);
            buffer = next;
        }
    }

    private void keep(PooledBuffer buffer) {
        if (freeCount < maxKept) {
            free[freeCount++] = buffer;
        }
    }

    void onReleased(PooledBuffer buffer) {
        if (Owner.current() == owner) {
            TAKEN.setOpaque(this, taken - 1);
            keep(buffer);
            return;
        }
        RETURNS.getAndAdd(this, 1L);
        PooledBuffer head;
        do {
            head = returned;
            buffer.next = head;
        } while (!RETURNED.weakCompareAndSetRelease(this, head, buffer));
    }

    /**
     * Buffers acquired and not yet released. Any thread; a snapshot.
     *
     * @return the count
     */
    public long inUse() {
        return (long) TAKEN.getOpaque(this) - returns;
    }

    /**
     * Size of each buffer.
     *
     * @return bytes
     */
    public int bufferBytes() {
        return bufferBytes;
    }

    /**
     * The pool of the owner whose turn runs on the calling thread.
     *
     * @return the pool, or null outside every turn
     */
    public static BufferPool current() {
        Owner owner = Owner.current();
        return owner == null ? null : (BufferPool) owner.attachment();
    }
}
