package io.ejet.http;

import java.nio.ByteBuffer;

/**
 * Reads the head of a request in place (RFC 9112 sections 2 to 6): goes on where the bytes ended, scans none of them twice,
 * accepts nothing that another reader could take for something else.
 *
 * <pre>
 *  EMPTY ─▶ METHOD ─SP▶ TARGET ─SP▶ VERSION ─CR▶ LINE_LF ─LF▶ FIELD ─CR▶ END_LF ─LF▶ DONE
 *   │  ▲                                                     │    ▲
 *   CR LF                                                    ▼    LF
 *   ▼  │                                                   NAME  VALUE_LF
 *  EMPTY_LF                                                  :    ▲
 *                                                            ▼    CR
 *                                                          BLANKS ─▶ VALUE        from each but DONE: FAILED
 * </pre>
 *
 * <p>Threading: the connection's owner only.
 *
 * <p>Lifecycle: {@link #start}, then {@link #parse} with each new piece until it answers DONE or FAILED, and again. What it
 * answers depends on the bytes alone, not on how they were cut.
 *
 * <p>Bounds: the limits given to the constructor; at most four empty lines and 32 bytes of method. Allocates nothing, except a
 * String for a method that is not registered and the places of more than 16 fields, which are kept.
 */
public final class RequestParser {
    /** What {@link #parse} has come to. */
    public enum Result {
        /** More bytes are needed. */
        MORE,
        /** The head is complete. */
        DONE,
        /** The head is not acceptable; {@link RequestParser#fault} says why. */
        FAILED
    }

    /** What is expected next; the request line's come first. */
    private enum State {
        EMPTY,
        EMPTY_LF,
        METHOD,
        TARGET,
        VERSION,
        LINE_LF,
        FIELD,
        NAME,
        BLANKS,
        VALUE,
        VALUE_LF,
        END_LF,
        DONE,
        FAILED
    }

    private static final int MAX_EMPTY_LINES = 4;
    private static final int MAX_METHOD_BYTES = 32;
    private static final int MAX_LIMIT = 1 << 24; // indexes stay within an int
    private static final String VERSION_PATTERN = "HTTP/d.d";

    private final int maxRequestLineBytes;
    private final int maxHeaderBytes;
    private final int maxHeaders;
    private final RequestHead head = new RequestHead();

    private State state;
    private RequestFault fault;
    private int emptyLines;
    private int at; // the next byte to look at
    private int bound; // where the request line, later the head, must have ended
    private int mark; // where the current part begins
    private int nameStart;
    private int nameEnd;
    private int valueEnd;

    /**
     * A parser with its limits.
     *
     * @param maxRequestLineBytes longest request line, without its line break; 414 beyond
     * @param maxHeaderBytes longest head, from the method to the empty line's end; 431 beyond, or 414 within the request line
     * @param maxHeaders most fields; 431 beyond
     * @throws IllegalArgumentException for a limit that is not between 1 and 2^24, or more than 32767 fields
     */
    public RequestParser(int maxRequestLineBytes, int maxHeaderBytes, int maxHeaders) {
        if (maxRequestLineBytes < 1
                || maxRequestLineBytes > MAX_LIMIT
                || maxHeaderBytes < 1
                || maxHeaderBytes > MAX_LIMIT
                || maxHeaders < 1
                || maxHeaders > Short.MAX_VALUE) {
            throw new IllegalArgumentException("maxRequestLineBytes=" + maxRequestLineBytes + " maxHeaderBytes="
                    + maxHeaderBytes + " maxHeaders=" + maxHeaders);
        }
        this.maxRequestLineBytes = maxRequestLineBytes;
        this.maxHeaderBytes = maxHeaderBytes;
        this.maxHeaders = maxHeaders;
        start(0);
    }

    /**
     * Begins a new request. The head of the one before is forgotten.
     *
     * @param position the index of its first byte
     */
    public void start(int position) {
        state = State.EMPTY;
        fault = null;
        emptyLines = 0;
        at = position;
        mark = position;
        bound = Integer.MAX_VALUE;
        head.begin(position);
    }

    /**
     * Goes on with what has come.
     *
     * @param bytes what the connection has received; neither its position nor its limit matters, and neither is changed
     * @param limit where the received bytes end
     * @return what it has come to; the same again after DONE and FAILED
     */
    public Result parse(ByteBuffer bytes, int limit) {
        while (at < limit && at < bound && state.compareTo(State.DONE) < 0) {
            step(bytes, Math.min(limit, bound));
        }
        if (at >= bound && state.compareTo(State.DONE) < 0) {
            fail(
                    state.compareTo(State.LINE_LF) <= 0
                            ? RequestFault.REQUEST_LINE_TOO_LONG
                            : RequestFault.HEAD_TOO_LARGE);
        }
        return switch (state) {
            case DONE -> Result.DONE;
            case FAILED -> Result.FAILED;
            default -> Result.MORE;
        };
    }

    /**
     * The bytes of the head were moved, within their buffer or to another one.
     *
     * @param byBytes how much further on they are; negative for nearer
     */
    public void moved(int byBytes) {
        at += byBytes;
        mark += byBytes;
        nameStart += byBytes;
        nameEnd += byBytes;
        valueEnd += byBytes;
        bound += bound == Integer.MAX_VALUE ? 0 : byBytes;
        head.moved(byBytes);
    }

    /**
     * Why parsing failed.
     *
     * @return the fault, null unless FAILED
     */
    public RequestFault fault() {
        return fault;
    }

    /**
     * What was parsed.
     *
     * @return always the same object; true after DONE
     */
    public RequestHead head() {
        return head;
    }

    /**
     * Where the body begins, or the next request; before DONE where parsing goes on.
     *
     * @return the index after the last byte of the head
     */
    public int end() {
        return at;
    }

    private void fail(RequestFault reason) {
        fault = reason;
        state = State.FAILED;
    }

    /** Looks at one byte or one run of bytes; there is at least one before {@code stop}. */
    private void step(ByteBuffer bytes, int stop) {
        switch (state) {
            case EMPTY -> onEmpty(bytes.get(at));
            case EMPTY_LF -> expectLf(bytes.get(at), State.EMPTY);
            case METHOD -> onMethod(bytes, stop);
            case TARGET -> onTarget(bytes, stop);
            case VERSION -> onVersion(bytes, stop);
            case LINE_LF -> onLineEnd(bytes);
            case FIELD -> onFieldStart(bytes.get(at));
            case NAME -> onName(bytes, stop);
            case BLANKS -> onBlanks(bytes, stop);
            case VALUE -> onValue(bytes, stop);
            case VALUE_LF -> onFieldEnd(bytes);
            case END_LF -> onHeadEnd(bytes.get(at));
            default -> throw new IllegalStateException("state=" + state);
        }
    }

    private boolean expectLf(int c, State next) {
        if (c != Octets.LF) {
            fail(RequestFault.BAD_LINE_BREAK);
            return false;
        }
        at++;
        state = next;
        return true;
    }

    private void onEmpty(int c) {
        if (c == Octets.LF) {
            fail(RequestFault.BAD_LINE_BREAK);
        } else if (c != Octets.CR) {
            mark = at;
            bound = at + Math.min(maxRequestLineBytes + 2, maxHeaderBytes);
            head.begin(at);
            state = State.METHOD;
        } else if (++emptyLines > MAX_EMPTY_LINES) {
            fail(RequestFault.EMPTY_LINES);
        } else {
            at++;
            state = State.EMPTY_LF;
        }
    }

    private void onMethod(ByteBuffer bytes, int stop) {
        at = Octets.skipToken(bytes, at, stop);
        if (at - mark > MAX_METHOD_BYTES) {
            fail(RequestFault.METHOD_TOO_LONG);
        } else if (at < stop) {
            int c = bytes.get(at);
            if (c == ' ' && at > mark) {
                head.method(bytes, mark, at);
                part(State.TARGET);
            } else {
                fail(isLineSpace(c) ? RequestFault.BAD_REQUEST_LINE : RequestFault.BAD_METHOD);
            }
        }
    }

    private void onTarget(ByteBuffer bytes, int stop) {
        at = Octets.skipTarget(bytes, at, stop);
        if (at < stop) {
            int c = bytes.get(at);
            if (c == ' ' && at > mark) {
                head.target(mark, at);
                part(State.VERSION);
            } else {
                fail(isLineSpace(c) ? RequestFault.BAD_REQUEST_LINE : RequestFault.BAD_TARGET);
            }
        }
    }

    private void onVersion(ByteBuffer bytes, int stop) {
        while (at < stop) {
            int c = bytes.get(at);
            int index = at - mark;
            if (index == VERSION_PATTERN.length() && c == Octets.CR) {
                at++;
                state = State.LINE_LF;
                return;
            }
            if (index == VERSION_PATTERN.length() || !isVersionChar(c, VERSION_PATTERN.charAt(index))) {
                fail(versionFault(c, index));
                return;
            }
            at++;
        }
    }

    private static RequestFault versionFault(int c, int index) {
        if (index == VERSION_PATTERN.length() && c == Octets.LF) {
            return RequestFault.BAD_LINE_BREAK;
        }
        boolean outside = index == 0 || index == VERSION_PATTERN.length();
        return outside && isLineSpace(c) ? RequestFault.BAD_REQUEST_LINE : RequestFault.BAD_VERSION;
    }

    private static boolean isVersionChar(int c, char pattern) {
        return pattern == 'd' ? Octets.isDigit(c) : c == pattern;
    }

    private static boolean isLineSpace(int c) {
        return c == ' ' || c == Octets.TAB || c == Octets.CR || c == Octets.LF;
    }

    /** After the separator at {@code at} another part begins. */
    private void part(State next) {
        at++;
        mark = at;
        state = next;
    }

    private void onLineEnd(ByteBuffer bytes) {
        if (!expectLf(bytes.get(at), State.FIELD)) {
            return;
        }
        if (bytes.get(mark + 5) != '1') {
            fail(RequestFault.UNSUPPORTED_VERSION);
            return;
        }
        head.set(bytes.get(mark + 7) == '0' ? 0 : RequestHead.HTTP11);
        RequestFault found = RequestTarget.check(head, bytes);
        if (found != null) {
            fail(found);
        }
        bound = head.start() + maxHeaderBytes;
    }

    private void onFieldStart(int c) {
        if (c == Octets.CR) {
            at++;
            state = State.END_LF;
        } else if (Octets.isBlank(c)) {
            fail(RequestFault.FOLDED_FIELD);
        } else if (c == Octets.LF) {
            fail(RequestFault.BAD_LINE_BREAK);
        } else if (!Octets.isToken(c)) {
            fail(RequestFault.BAD_FIELD_NAME);
        } else if (head.fields() == maxHeaders) {
            fail(RequestFault.TOO_MANY_FIELDS);
        } else {
            nameStart = at;
            state = State.NAME;
        }
    }

    private void onName(ByteBuffer bytes, int stop) {
        at = Octets.skipToken(bytes, at, stop);
        if (at < stop) {
            int c = bytes.get(at);
            if (c == ':') {
                nameEnd = at;
                part(State.BLANKS);
            } else {
                fail(Octets.isBlank(c) ? RequestFault.SPACE_BEFORE_COLON : RequestFault.BAD_FIELD_NAME);
            }
        }
    }

    private void onBlanks(ByteBuffer bytes, int stop) {
        at = Octets.skipBlanks(bytes, at, stop);
        if (at < stop) {
            mark = at;
            state = State.VALUE;
        }
    }

    private void onValue(ByteBuffer bytes, int stop) {
        at = Octets.skipValue(bytes, at, stop);
        if (at < stop) {
            int c = bytes.get(at);
            if (c == Octets.CR) {
                valueEnd = Octets.trimEnd(bytes, mark, at);
                at++;
                state = State.VALUE_LF;
            } else {
                fail(c == Octets.LF ? RequestFault.BAD_LINE_BREAK : RequestFault.BAD_FIELD_VALUE);
            }
        }
    }

    private void onFieldEnd(ByteBuffer bytes) {
        if (!expectLf(bytes.get(at), State.FIELD)) {
            return;
        }
        head.addField(nameStart, nameEnd, mark, valueEnd);
        KnownField field = KnownField.find(bytes, nameStart, nameEnd);
        if (field != null) {
            RequestFault found = HeadRules.onField(head, field, head.note(field), bytes, mark, valueEnd);
            if (found != null) {
                fail(found);
            }
        }
    }

    private void onHeadEnd(int c) {
        if (expectLf(c, State.DONE)) {
            RequestFault found = HeadRules.onEnd(head);
            if (found != null) {
                fail(found);
            }
        }
    }
}
