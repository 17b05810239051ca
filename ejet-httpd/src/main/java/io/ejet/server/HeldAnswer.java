package io.ejet.server;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * What a handler has sent of an answer whose head cannot be sent yet: a script that has a say in it waits for the disk.
 *
 * <p>Threading: the owner. Bounds: a handler is told at once that nothing more can be written, so that it holds as much as the handler
 * gives in one callback.
 */
final class HeldAnswer {
    private final long lengthBytes;
    private final List<Piece> pieces = new ArrayList<>(1);
    private boolean isComplete;

    /** A part of the body, to be put in its turn. */
    private sealed interface Piece {
        void putTo(Answer answer);
    }

    private record Bytes(ByteBuffer bytes) implements Piece {
        @Override
        public void putTo(Answer answer) {
            answer.put(bytes);
        }
    }

    private record FilePart(FileChannel file, long position, long count, Closeable whenSent) implements Piece {
        @Override
        public void putTo(Answer answer) {
            answer.put(file, position, count, whenSent);
        }
    }

    /**
     * Nothing is held yet.
     *
     * @param lengthBytes the length of the body; -1 when it is not known
     */
    HeldAnswer(long lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    long lengthBytes() {
        return lengthBytes;
    }

    /** Holds a copy: the buffer is the handler's again. */
    void add(ByteBuffer piece) {
        ByteBuffer copy = ByteBuffer.allocate(piece.remaining());
        copy.put(piece).flip();
        pieces.add(new Bytes(copy));
    }

    void add(FileChannel file, long position, long count, Closeable whenSent) {
        pieces.add(new FilePart(file, position, count, whenSent));
    }

    /** The handler has sent all. */
    void complete() {
        isComplete = true;
    }

    boolean isComplete() {
        return isComplete;
    }

    void putTo(Answer answer) {
        pieces.forEach(piece -> piece.putTo(answer));
        pieces.clear();
    }

    /** It will not be sent: lets go of the files. */
    void dispose() {
        for (Piece piece : pieces) {
            if (piece instanceof FilePart part) {
                close(part.whenSent);
            }
        }
        pieces.clear();
    }

    static void close(Closeable whenSent) {
        if (whenSent != null) {
            try {
                whenSent.close();
            } catch (IOException ignored) {
                // nothing was written to it
            }
        }
    }
}
