package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a request as places in the bytes it came in: nothing is copied, Strings are made only when asked for. Reused for
 * each request of a connection.
 *
 * <p>Threading: the connection's owner only.
 *
 * <p>Lifecycle: filled by {@link RequestParser}, true from {@code DONE} until the next {@code start}, and as long as the bytes
 * are where the parser saw them or was told ({@link RequestParser#moved}). Who needs it longer keeps the bytes elsewhere and a
 * {@link #copyFrom copy} of this.
 *
 * <p>Bounds: room for 16 fields at first, 16 bytes each; grows up to the parser's limit when a request has more, and stays so.
 * The buffer given to each call is the one that was parsed, or a copy at the same index. Indexes are absolute.
 */
public final class RequestHead {
    static final int GET = 1;
    static final int HEAD = 1 << 1;
    static final int CONNECT = 1 << 2;
    static final int OPTIONS = 1 << 3;
    static final int HTTP11 = 1 << 4;
    static final int CHUNKED = 1 << 5;
    static final int OTHER_CODING = 1 << 6;
    static final int CLOSE = 1 << 7;
    static final int KEEP_ALIVE = 1 << 8;
    static final int CONTINUE = 1 << 9;
    static final int OTHER_EXPECTATION = 1 << 10;

    private final FieldIndex index = new FieldIndex();
    private int base; // where the head begins; every place is counted from here
    private int flags;
    private String method = "";
    private TargetForm form = TargetForm.ORIGIN;
    private int targetStart;
    private int targetEnd;
    private int pathStart;
    private int hostStart;
    private int hostEnd;
    private long contentLength;

    /** An empty head. */
    public RequestHead() {}

    // -- filled by the parser

    void begin(int position) {
        base = position;
        index.clear();
        flags = 0;
        contentLength = 0;
        hostStart = 0;
        hostEnd = 0;
    }

    int start() {
        return base;
    }

    void moved(int byBytes) {
        base += byBytes;
    }

    void method(ByteBuffer bytes, int start, int end) {
        method = HttpMethods.of(bytes, start, end);
        flags |= switch (method) {
            case "GET" -> GET;
            case "HEAD" -> HEAD;
            case "CONNECT" -> CONNECT;
            case "OPTIONS" -> OPTIONS;
            default -> 0;
        };
    }

    void target(int start, int end) {
        targetStart = start - base;
        targetEnd = end - base;
    }

    void form(TargetForm targetForm, int path) {
        form = targetForm;
        pathStart = path - base;
    }

    void host(int start, int end) {
        hostStart = start - base;
        hostEnd = end - base;
    }

    void contentLength(long bytes) {
        contentLength = bytes;
    }

    void set(int flag) {
        flags |= flag;
    }

    void addField(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        index.add(nameStart - base, nameEnd - base, valueStart - base, valueEnd - base);
    }

    /** Notes that the field added last is this one. Returns whether there was one before. */
    boolean note(KnownField field) {
        return index.note(field);
    }

    boolean has(KnownField field) {
        return index.has(field);
    }

    boolean is(int flag) {
        return (flags & flag) != 0;
    }

    boolean isConnect() {
        return is(CONNECT);
    }

    boolean isOptions() {
        return is(OPTIONS);
    }

    // -- request line

    /**
     * The method, as it came.
     *
     * @return for a registered method always the same String
     */
    public String method() {
        return method;
    }

    /**
     * Whether the method is HEAD.
     *
     * @return true for HEAD: the answer has no body
     */
    public boolean isHead() {
        return is(HEAD);
    }

    /**
     * Whether the method is GET.
     *
     * @return true for GET
     */
    public boolean isGet() {
        return is(GET);
    }

    /**
     * Whether the version is 1.1 or any later 1.x.
     *
     * @return false for HTTP/1.0
     */
    public boolean isHttp11() {
        return is(HTTP11);
    }

    /**
     * The form of the target.
     *
     * @return one of four
     */
    public TargetForm form() {
        return form;
    }

    /**
     * Where the target begins.
     *
     * @return an index
     */
    public int targetStart() {
        return base + targetStart;
    }

    /**
     * Where the target ends.
     *
     * @return the index after its last byte
     */
    public int targetEnd() {
        return base + targetEnd;
    }

    /**
     * Where the target's path begins. Path and query go up to {@link #targetEnd}; both may be empty in a target that is not in
     * origin form.
     *
     * @return an index
     */
    public int pathStart() {
        return base + pathStart;
    }

    /**
     * What follows the first question mark of the target, as it came.
     *
     * @param bytes where the head lies
     * @return the query, null when there is no question mark
     */
    public String query(ByteBuffer bytes) {
        int start = UriPath.queryStart(bytes, pathStart(), targetEnd());
        return start < 0 ? null : Octets.string(bytes, start, targetEnd(), StandardCharsets.ISO_8859_1);
    }

    /**
     * The target, as it came. Allocates.
     *
     * @param bytes what was parsed
     * @return visible ASCII
     */
    public String target(ByteBuffer bytes) {
        return Octets.string(bytes, targetStart(), targetEnd(), StandardCharsets.ISO_8859_1);
    }

    // -- header fields

    /**
     * How many fields there are.
     *
     * @return their number
     */
    public int fields() {
        return index.count();
    }

    /**
     * A field's name, as it came. Allocates.
     *
     * @param bytes what was parsed
     * @param field 0 up to {@link #fields} exclusive
     * @return a token
     */
    public String name(ByteBuffer bytes, int field) {
        return Octets.string(
                bytes,
                place(field, FieldIndex.NAME_START),
                place(field, FieldIndex.NAME_END),
                StandardCharsets.ISO_8859_1);
    }

    /**
     * A field's value without white space around, read as ISO 8859-1. Allocates.
     *
     * @param bytes what was parsed
     * @param field 0 up to {@link #fields} exclusive
     * @return the value, perhaps empty
     */
    public String value(ByteBuffer bytes, int field) {
        return Octets.string(bytes, valueStart(field), valueEnd(field), StandardCharsets.ISO_8859_1);
    }

    /**
     * Where a field's value begins.
     *
     * @param field 0 up to {@link #fields} exclusive
     * @return an index
     */
    public int valueStart(int field) {
        return place(field, FieldIndex.VALUE_START);
    }

    /**
     * Where a field's value ends.
     *
     * @param field 0 up to {@link #fields} exclusive
     * @return the index after its last byte
     */
    public int valueEnd(int field) {
        return place(field, FieldIndex.VALUE_END);
    }

    private int place(int field, int which) {
        return base + index.place(field, which);
    }

    /**
     * The next field of that name.
     *
     * @param bytes what was parsed
     * @param name a field name, in any case
     * @param from the first field to look at
     * @return its number, -1 when there is none
     */
    public int find(ByteBuffer bytes, String name, int from) {
        return index.find(bytes, base, name, from);
    }

    /**
     * The first field of that name, without a search.
     *
     * @param field a known field
     * @return its number, -1 when there is none
     */
    public int indexOf(KnownField field) {
        return index.indexOf(field);
    }

    // -- what the fields say

    /**
     * The length of the body (RFC 9112 section 6.3).
     *
     * @return bytes; 0 when there is none, -1 when it is chunked
     */
    public long contentLength() {
        return isChunked() ? -1 : contentLength;
    }

    /**
     * Whether the body is chunked.
     *
     * @return true when Transfer-Encoding says so
     */
    public boolean isChunked() {
        return is(CHUNKED);
    }

    /**
     * Whether the client can send another request after the answer (RFC 9112 section 9.3).
     *
     * @return true for HTTP/1.1, and for HTTP/1.0 with keep-alive, unless Connection says close
     */
    public boolean isPersistent() {
        return (flags & CLOSE) == 0 && (flags & (HTTP11 | KEEP_ALIVE)) != 0;
    }

    /**
     * Whether the client waits for 100 before it sends the body. Never in HTTP/1.0 (RFC 9110 section 10.1.1).
     *
     * @return true when Expect says so
     */
    public boolean expectsContinue() {
        return (flags & CONTINUE) != 0 && isHttp11();
    }

    /**
     * Whether the client expects what no standard knows, which is answered with 417.
     *
     * @return true when Expect names anything but 100-continue
     */
    public boolean expectsOther() {
        return is(OTHER_EXPECTATION);
    }

    /**
     * Where the host begins that is asked for: of the target, if it names one, else of the Host field.
     *
     * @return an index
     */
    public int hostStart() {
        return base + hostStart;
    }

    /**
     * Where the host ends: before the port, and before a dot that ends a complete name. An IPv6 address keeps its brackets.
     *
     * @return the index after its last byte; {@link #hostStart} when the request names none, in HTTP/1.0
     */
    public int hostEnd() {
        return base + hostEnd;
    }

    /**
     * Whether the host that is asked for is this one, whatever the case of letters.
     *
     * @param bytes what was parsed
     * @param lowerCaseName a name in ASCII without upper-case letters, without port
     * @return true when they are equal
     */
    public boolean hostEquals(ByteBuffer bytes, byte[] lowerCaseName) {
        int start = hostStart();
        if (hostEnd() - start != lowerCaseName.length) {
            return false;
        }
        for (int i = 0; i < lowerCaseName.length; i++) {
            if (Octets.lower(bytes.get(start + i)) != lowerCaseName[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The host that is asked for. Allocates.
     *
     * @param bytes what was parsed
     * @return in lower case, without port and without a dot that ends it; empty when the request names none
     */
    public String host(ByteBuffer bytes) {
        return Octets.string(bytes, hostStart(), hostEnd(), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    /**
     * The port that is asked for, of the target, if it names the host, else of the Host field.
     *
     * @param bytes what was parsed
     * @return 0 to 65535; -1 when none is named
     */
    public int port(ByteBuffer bytes) {
        int at = hostEnd();
        if (at == hostStart()) {
            return -1;
        }
        at += bytes.get(at) == '.' ? 1 : 0;
        if (bytes.get(at) != ':' || !Octets.isDigit(bytes.get(at + 1))) {
            return -1;
        }
        int port = 0;
        for (at++; Octets.isDigit(bytes.get(at)); at++) { // up to what ends the authority, which was checked
            port = port * 10 + bytes.get(at) - '0';
        }
        return port;
    }

    /**
     * Makes this the same as another head whose bytes were copied. Allocates only when the other has more fields than ever
     * before.
     *
     * @param other a head that is true now
     * @param shift how much further on its bytes are in the buffer that goes with this one; negative for nearer
     */
    public void copyFrom(RequestHead other, int shift) {
        index.copyFrom(other.index);
        base = other.base + shift;
        flags = other.flags;
        method = other.method;
        form = other.form;
        targetStart = other.targetStart;
        targetEnd = other.targetEnd;
        pathStart = other.pathStart;
        hostStart = other.hostStart;
        hostEnd = other.hostEnd;
        contentLength = other.contentLength;
    }
}
