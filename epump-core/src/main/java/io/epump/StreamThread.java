package io.epump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A thread that reads, or writes, a stream which no selector can watch, and the one buffer that goes to and fro between it and
 * the device it works for:
 *
 * <pre>
 *            the owner has taken all, or given something
 *   THREAD ◀────────────────────────────────────────────── OWNER
 *    │ │                                                     ▲
 *    │ └──────── a buffer is read, or is written ────────────┘      the device's pump is told
 *    └────────── the stream has ended, or fails ───────────▶ OVER   the same
 * </pre>
 *
 * <p>Threading: buffer, count and position belong to whoever's turn it is; the turn, volatile, hands them on. Whose device it
 * works for is one atomic reference: a task that tells the device, or NOBODY while the thread lives, or GONE when it does not.
 *
 * <p>Lifecycle: one for each stream, however many devices use it one after the other. {@link #attach} starts the thread unless
 * it lives; {@link #detach} ends it, as soon as it can: nothing ends a read that waits for input. What such a read brings
 * afterwards is kept for the next device.
 *
 * <p>Bounds: one thread and one buffer. So it reads no further ahead than that, and goes on when the owner has taken all.
 */
final class StreamThread implements Runnable {
    private static final Object NOBODY = new Object();
    private static final Object GONE = new Object();

    private static final int THREAD = 0;
    private static final int OWNER = 1;
    private static final int OVER = 2;

    private final Transfer transfer;
    private final int firstTurn;
    private final int bufferBytes;
    private final ThreadFactory threads;

    /** Changed by compare and set only, but for the start of a thread that fails. */
    private final AtomicReference<Object> user = new AtomicReference<>(GONE);

    // whoever's turn it is
    private byte[] bytes;
    private int position;
    private int count;
    private IOException error;

    /**
     * Written by whoever's turn it is. Volatile and not only released: a thread that ends its turn looks for a user afterwards,
     * a new user looks whose turn it is after it has attached, and one of them must see the other.
     */
    private volatile int turn;

    /** Written by whoever attaches and starts it, read by its later users. */
    private volatile Thread thread;

    /** The call that blocks. */
    @FunctionalInterface
    interface Transfer {
        /**
         * Reads into the buffer, or writes what is in it.
         *
         * @param bytes the buffer
         * @param count how much is in it
         * @return how much is in it now, -1 at the end of the stream
         */
        int run(byte[] bytes, int count) throws IOException;
    }

    private StreamThread(Transfer transfer, int firstTurn, int bufferBytes, ThreadFactory threads) {
        this.transfer = transfer;
        this.firstTurn = firstTurn;
        this.bufferBytes = bufferBytes;
        this.threads = threads;
        turn = firstTurn;
    }

    /** Reads what {@code stream} answers each time. */
    static StreamThread reader(Supplier<InputStream> stream, int bufferBytes, ThreadFactory threads) {
        return new StreamThread((bytes, count) -> stream.get().read(bytes), THREAD, bufferBytes, threads);
    }

    /** Writes, and flushes each time. */
    static StreamThread writer(OutputStream stream, int bufferBytes, ThreadFactory threads) {
        Transfer writing = (bytes, count) -> {
            stream.write(bytes, 0, count);
            stream.flush();
            return 0;
        };
        return new StreamThread(writing, OWNER, bufferBytes, threads);
    }

    // -- users, one at a time; any thread

    /**
     * Takes the stream for a device, unless another has it. A stream that was over is tried again.
     *
     * @param newUser run by the thread after each of its turns
     * @return false when another has it
     */
    boolean attach(Runnable newUser) {
        Object before;
        do {
            before = user.get();
            if (before != NOBODY && before != GONE) {
                return false;
            }
        } while (!user.compareAndSet(before, newUser));
        if (turn == OVER) {
            position = 0;
            count = 0;
            error = null;
            turn = firstTurn;
        }
        if (before == GONE) {
            start();
        } else {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Takes the stream for a device that is being opened; one that cannot have it is abandoned. */
    void attachOrAbandon(IODevice device, Runnable told) {
        boolean attached = false;
        try {
            attached = attach(told);
        } finally { // also when no thread can be started
            if (!attached) {
                device.abandonOpening();
            }
        }
        if (!attached) {
            throw new IllegalStateException("device=" + device + ": another one of this JVM has the stream");
        }
    }

    private void start() {
        boolean started = false;
        try {
            if (bytes == null) {
                bytes = new byte[bufferBytes];
            }
            thread = threads.newThread(this);
            thread.start();
            started = true;
        } finally {
            if (!started) {
                user.set(GONE); // nobody else changes it: it was this user's
            }
        }
    }

    /** Lets the stream go. Does nothing when somebody else has it. */
    void detach(Runnable oldUser) {
        if (user.compareAndSet(oldUser, NOBODY)) {
            LockSupport.unpark(thread);
        }
    }

    // -- the thread

    @Override
    public void run() {
        while (!isDone()) {
            if (!step()) {
                LockSupport.park(this);
                Thread.interrupted(); // nobody here interrupts it; with it set, it would not park
            }
        }
    }

    /** One turn of the thread, if it has one. */
    boolean step() {
        if (!hasWork()) {
            return false;
        }
        transfer();
        return true;
    }

    /** What was given to be written is written, also for nobody; nothing is read for nobody. */
    private boolean hasWork() {
        return turn == THREAD && (firstTurn == OWNER || user.get() != NOBODY);
    }

    /**
     * Ends for good when nobody has the stream: whoever wants it from here on starts another thread. Looks for work after it has
     * found nobody, who would give it more.
     */
    boolean isDone() {
        return user.get() == NOBODY && !hasWork() && user.compareAndSet(NOBODY, GONE);
    }

    private void transfer() {
        int now = -1;
        try {
            now = transfer.run(bytes, count);
        } catch (IOException e) {
            error = e;
        } catch (Throwable failure) { // of a stream that the program has put in place of the JVM's
            error = new IOException("stream failed", failure);
        }
        position = 0;
        count = Math.max(0, now);
        turn = now < 0 ? OVER : OWNER;
        if (user.get() instanceof Runnable told) {
            told.run();
        }
    }

    // -- any thread

    boolean isThreadsTurn() {
        return turn == THREAD;
    }

    boolean isOwnersTurn() {
        return turn == OWNER;
    }

    /** Whether the stream has ended or failed; {@link #error} tells which. */
    boolean isOver() {
        return turn == OVER;
    }

    /** What has failed, null at the end of the stream. Only when it is over. */
    IOException error() {
        return error;
    }

    // -- the owner of the device, in its turn

    /** Moves what is there and fits; passes the turn when all is taken. */
    int take(ByteBuffer into, int maxBytes) {
        int taken = Math.min(Math.min(into.remaining(), maxBytes), count - position);
        into.put(bytes, position, taken);
        position += taken;
        if (position == count) {
            passTurn();
        }
        return taken;
    }

    /** Adds what fits of a buffer to what is to be written. */
    int put(ByteBuffer from) {
        int given = Math.min(from.remaining(), bytes.length - count);
        from.get(bytes, count, given);
        count += given;
        return given;
    }

    /** How much was put. */
    int filled() {
        return count;
    }

    void passTurn() {
        turn = THREAD;
        LockSupport.unpark(thread);
    }
}
