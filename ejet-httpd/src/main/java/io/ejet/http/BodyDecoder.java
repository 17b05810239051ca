package io.ejet.http;

import java.nio.ByteBuffer;

/**
 * Finds the body of a request in the received bytes, in place: by its length, or chunked (RFC 9112 sections 6.3 and 7.1).
 *
 * <pre>
 *  SIZE_FIRST ─▶ SIZE ─▶ BLANKS ─;▶ EXTENSION ─CR▶ SIZE_LF ─▶ DATA ─▶ DATA_CR ─▶ DATA_LF ─▶ SIZE_FIRST
 *                  └──────────────CR───────────────▲  │ size 0
 *                                                     ▼
 *                       ENDED ◀─LF─ END_LF ◀─CR─ TRAILER ─▶ TRAILER_NAME ─▶ TRAILER_VALUE ─▶ TRAILER_LF ─▶ TRAILER
 * </pre>
 *
 * <p>Threading: the connection's owner only.
 *
 * <p>Lifecycle: a {@code start}, then {@link #decode} until END or FAILED, and again. Chunk extensions and trailer fields are
 * checked and left out.
 *
 * <p>Bounds: those given to {@link #startChunked}; beyond them, extensions may outweigh the data by 16 KiB, so that a client
 * cannot make a server read much for little. Allocates nothing.
 */
public final class BodyDecoder {
    /** What {@link #decode} has found. */
    public enum Result {
        /** More bytes are needed. */
        MORE,
        /** A piece of the body, from {@link BodyDecoder#dataStart} to {@link BodyDecoder#dataEnd}. */
        DATA,
        /** The body is complete. */
        END,
        /** The body is not acceptable; {@link BodyDecoder#fault} says why. */
        FAILED
    }

    private enum State {
        SIZE_FIRST,
        SIZE,
        BLANKS,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        END_LF,
        ENDED,
        FAILED
    }

    private static final long MAX_BEFORE_DIGIT = (1L << 56) - 1; // another digit keeps it below 2^60
    private static final int PLAIN_LINE_BYTES = 16; // a chunk's line without extensions
    private static final int MAX_EXCESS_BYTES = 16 * 1024;

    private State state = State.ENDED;
    private RequestFault fault;
    private boolean chunked;
    private long remaining; // of the chunk, or of the body whose length is known
    private long leave; // how many bytes of data may still be announced
    private int maxTrailerBytes;
    private int maxChunkLineBytes;
    private int lineBytes;
    private int trailerBytes;
    private long excessBytes;
    private int dataStart;
    private int dataEnd;

    /** A decoder of an empty body. */
    public BodyDecoder() {}

    /**
     * Begins a body of known length.
     *
     * @param bytes its length, 0 or more
     */
    public void startLength(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("bytes=" + bytes);
        }
        start(bytes == 0 ? State.ENDED : State.DATA, bytes);
        chunked = false;
    }

    /**
     * Begins a chunked body.
     *
     * @param maxBytes longest body, without the coding; 413 beyond
     * @param maxTrailerBytes longest trailer, line breaks included, without the empty line; 431 beyond
     * @param maxChunkLineBytes longest line in front of a chunk, without its line break; 400 beyond
     */
    public void startChunked(long maxBytes, int maxTrailerBytes, int maxChunkLineBytes) {
        if (maxBytes < 0 || maxTrailerBytes < 0 || maxChunkLineBytes < 1) {
            throw new IllegalArgumentException("maxBytes=" + maxBytes + " maxTrailerBytes=" + maxTrailerBytes
                    + " maxChunkLineBytes=" + maxChunkLineBytes);
        }
        start(State.SIZE_FIRST, 0);
        chunked = true;
        leave = maxBytes;
        this.maxTrailerBytes = maxTrailerBytes;
        this.maxChunkLineBytes = maxChunkLineBytes;
        trailerBytes = 0;
        excessBytes = 0;
    }

    private void start(State first, long bytes) {
        state = first;
        fault = null;
        remaining = bytes;
        lineBytes = 0;
        dataStart = 0;
        dataEnd = 0;
    }

    /**
     * Goes on with what has come: up to the end of a piece of the body, of the body, or of the bytes.
     *
     * @param bytes from its position to its limit what has come; the position is moved behind what was decoded
     * @return what was found; the same again after END and FAILED
     */
    public Result decode(ByteBuffer bytes) {
        int at = bytes.position();
        int limit = bytes.limit();
        while (at < limit && state != State.DATA && state.compareTo(State.ENDED) < 0) {
            step(bytes.get(at));
            at += state == State.FAILED ? 0 : 1;
        }
        bytes.position(at);
        return switch (state) {
            case ENDED -> Result.END;
            case FAILED -> Result.FAILED;
            case DATA -> at < limit ? takeData(bytes) : Result.MORE;
            default -> Result.MORE;
        };
    }

    private Result takeData(ByteBuffer bytes) {
        int count = (int) Math.min(remaining, bytes.remaining());
        dataStart = bytes.position();
        dataEnd = dataStart + count;
        bytes.position(dataEnd);
        remaining -= count;
        if (remaining == 0) {
            state = chunked ? State.DATA_CR : State.ENDED;
        }
        return Result.DATA;
    }

    /**
     * Where the piece of the body begins.
     *
     * @return an index into the buffer last decoded; true after DATA
     */
    public int dataStart() {
        return dataStart;
    }

    /**
     * Where the piece of the body ends.
     *
     * @return the index after its last byte; true after DATA
     */
    public int dataEnd() {
        return dataEnd;
    }

    /**
     * Why decoding failed.
     *
     * @return the fault, null unless FAILED
     */
    public RequestFault fault() {
        return fault;
    }

    private void fail(RequestFault reason) {
        fault = reason;
        state = State.FAILED;
    }

    private void step(int c) {
        switch (state) {
            case SIZE_FIRST, SIZE, BLANKS, EXTENSION -> onChunkLine(c);
            case SIZE_LF -> onChunkLineEnd(c);
            case DATA_CR -> expect(c, Octets.CR, State.DATA_LF, RequestFault.BAD_CHUNK);
            case DATA_LF -> expect(c, Octets.LF, State.SIZE_FIRST, RequestFault.BAD_CHUNK);
            case END_LF -> expect(c, Octets.LF, State.ENDED, RequestFault.BAD_TRAILER);
            default -> onTrailer(c);
        }
    }

    private void expect(int c, int wanted, State next, RequestFault otherwise) {
        if (c == wanted) {
            state = next;
        } else {
            fail(otherwise);
        }
    }

    private void onChunkLine(int c) {
        if (c == Octets.CR && state != State.SIZE_FIRST && state != State.BLANKS) {
            state = State.SIZE_LF;
        } else if (++lineBytes > maxChunkLineBytes) {
            fail(RequestFault.CHUNK_LINE_TOO_LONG);
        } else if (state == State.EXTENSION) {
            if (!isExtension(c)) {
                fail(RequestFault.BAD_CHUNK);
            }
        } else if (c == ';' && state != State.SIZE_FIRST) {
            state = State.EXTENSION;
        } else if (Octets.isBlank(c) && state != State.SIZE_FIRST) {
            state = State.BLANKS;
        } else {
            onSizeDigit(c);
        }
    }

    private void onSizeDigit(int c) {
        int digit = state == State.BLANKS ? -1 : Octets.hex(c);
        if (digit < 0 || remaining > MAX_BEFORE_DIGIT) {
            fail(state == State.BLANKS ? RequestFault.BAD_CHUNK : RequestFault.BAD_CHUNK_SIZE);
        } else {
            remaining = (remaining << 4) | digit;
            state = State.SIZE;
        }
    }

    /** Tokens, and what stands between them; quoted strings are read differently by different servers, and used by nobody. */
    private static boolean isExtension(int c) {
        return Octets.isToken(c) || c == '=' || c == ';' || Octets.isBlank(c);
    }

    private void onChunkLineEnd(int c) {
        if (c != Octets.LF) {
            fail(RequestFault.BAD_CHUNK);
            return;
        }
        if (remaining > leave) {
            fail(RequestFault.CONTENT_TOO_LARGE);
            return;
        }
        leave -= remaining;
        excessBytes = Math.max(0, excessBytes + lineBytes - PLAIN_LINE_BYTES - remaining);
        lineBytes = 0;
        if (excessBytes > MAX_EXCESS_BYTES) {
            fail(RequestFault.CHUNK_LINE_TOO_LONG);
        } else {
            state = remaining == 0 ? State.TRAILER : State.DATA;
        }
    }

    private void onTrailer(int c) {
        if (state == State.TRAILER && c == Octets.CR) {
            state = State.END_LF;
        } else if (++trailerBytes > maxTrailerBytes) {
            fail(RequestFault.TRAILER_TOO_LARGE);
        } else if (state == State.TRAILER_LF) {
            expect(c, Octets.LF, State.TRAILER, RequestFault.BAD_TRAILER);
        } else if (state == State.TRAILER_VALUE && c == Octets.CR) {
            state = State.TRAILER_LF;
        } else if (state == State.TRAILER_NAME && c == ':') {
            state = State.TRAILER_VALUE;
        } else if (state == State.TRAILER_VALUE ? !Octets.isValue(c) : !Octets.isToken(c)) {
            fail(RequestFault.BAD_TRAILER);
        } else if (state == State.TRAILER) {
            state = State.TRAILER_NAME;
        }
    }
}
