package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What a parsed head answers beyond what the corpus writes down. */
class RequestHeadTest {
    private static final String TEXT = """
            GET http://Www.Example:80/a/b?c HTTP/1.1
            host: other
            X-Tag: 1
            Range: bytes=0-1
            x-tag: 2
            range: bytes=2-3
            X-TAGS: 3

            """.replace("\n", "\r\n");

    private final RequestParser parser = new RequestParser(1000, 4000, 50);

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private RequestHead parse(ByteBuffer bytes) {
        parser.start(0);
        assertEquals(RequestParser.Result.DONE, parser.parse(bytes, bytes.limit()), () -> "" + parser.fault());
        return parser.head();
    }

    @Test
    void shouldFindFieldsWhateverTheirCase() {
        ByteBuffer bytes = bytes(TEXT);
        RequestHead head = parse(bytes);
        assertEquals(6, head.fields());
        assertEquals(1, head.find(bytes, "x-tag", 0));
        assertEquals(1, head.find(bytes, "X-TAG", 1));
        assertEquals(3, head.find(bytes, "X-Tag", 2));
        assertEquals(-1, head.find(bytes, "X-Tag", 4));
        assertEquals(-1, head.find(bytes, "X-Ta", 0));
        assertEquals("bytes=0-1", head.value(bytes, head.indexOf(KnownField.RANGE)));
        assertEquals(0, head.indexOf(KnownField.HOST));
        assertEquals(-1, head.indexOf(KnownField.COOKIE));
        assertThrows(IndexOutOfBoundsException.class, () -> head.name(bytes, 6));
        assertThrows(IndexOutOfBoundsException.class, () -> head.value(bytes, -1));
    }

    @Test
    void shouldTellTheHostOfTheTargetWhenItHasOne() {
        ByteBuffer bytes = bytes(TEXT);
        RequestHead head = parse(bytes);
        assertTrue(head.hostEquals(bytes, ascii("www.example")));
        assertFalse(head.hostEquals(bytes, ascii("www.exampl")));
        assertFalse(head.hostEquals(bytes, ascii("www.examples")));
        assertFalse(head.hostEquals(bytes, ascii("other")));
        assertEquals(TargetForm.ABSOLUTE, head.form());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void shouldForgetEverythingWhenTheNextRequestBegins() {
        parse(bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\nExpect: x\r\n\r\n"));
        RequestHead head = parse(bytes("GET / HTTP/1.0\r\n\r\n"));
        assertEquals(0, head.fields());
        assertEquals(-1, head.indexOf(KnownField.HOST));
        assertEquals(0, head.contentLength());
        assertEquals(head.hostStart(), head.hostEnd());
        assertFalse(head.expectsOther());
        parse(bytes("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"));
        head = parse(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertFalse(head.isChunked());
        assertTrue(head.isPersistent());
    }

    @Test
    void shouldTellHostAndPortOfTheTargetElseOfTheField() {
        assertEquals("a.org 8080", hostAndPort("GET / HTTP/1.1\r\nHost: A.org:8080 \r\n\r\n"));
        assertEquals("a.org 80", hostAndPort("GET / HTTP/1.1\r\nHost: a.ORG.:00080\r\n\r\n"));
        assertEquals("a.org 65535", hostAndPort("GET http://A.org:65535?q HTTP/1.1\r\nHost: b:1\r\n\r\n"));
        assertEquals("a.org 1", hostAndPort("GET http://a.org.:1/ HTTP/1.1\r\nHost: b\r\n\r\n"));
        assertEquals("a.org 2", hostAndPort("GET http://a.org:2 HTTP/1.1\r\nHost: b\r\n\r\n"));
        assertEquals("[::1] 0", hostAndPort("GET / HTTP/1.1\r\nHost: [::1]:0\r\n\r\n"));
        assertEquals("a.org -1", hostAndPort("GET http://a.org/:1 HTTP/1.1\r\nHost: b:1\r\n\r\n"));
        assertEquals("a.org -1", hostAndPort("GET / HTTP/1.1\r\nHost: a.org:\r\n\r\n"));
        assertEquals("a.org -1", hostAndPort("GET / HTTP/1.1\r\nHost: a.org.\r\n\r\n"));
        assertEquals(" -1", hostAndPort("GET / HTTP/1.0\r\n\r\n"));
    }

    private String hostAndPort(String request) {
        ByteBuffer bytes = bytes(request);
        RequestHead head = parse(bytes);
        return head.host(bytes) + " " + head.port(bytes);
    }

    @Test
    void shouldGiveTheSameStringWhenTheMethodIsRegistered() {
        for (String method : new String[] {"GET", "HEAD", "POST", "PROPFIND", "VERSION-CONTROL", "QUERY"}) {
            RequestHead head = parse(bytes(method + " / HTTP/1.0\r\n\r\n"));
            assertSame(method.intern(), head.method());
            assertEquals(method.equals("GET"), head.isGet());
            assertEquals(method.equals("HEAD"), head.isHead());
        }
        RequestHead head = parse(bytes("BREW / HTTP/1.0\r\n\r\n"));
        assertEquals("BREW", head.method());
        assertNotSame("BREW", head.method());
    }

    @Test
    void shouldKnowEveryKnownFieldWhateverItsCase() {
        for (KnownField field : KnownField.values()) {
            String name = field.lowerCaseName();
            assertEquals(field, known(name));
            assertEquals(field, known(name.toUpperCase(Locale.ROOT)));
            for (int i = 0; i < name.length(); i++) {
                String other = name.substring(0, i) + (name.charAt(i) == 'q' ? 'k' : 'q') + name.substring(i + 1);
                assertEquals(null, known(other), other);
            }
            assertEquals(null, known(name + "s"));
            assertEquals(null, known("x" + name));
        }
        for (char c = 0; c < 128; c++) {
            assertEquals(null, known(String.valueOf(c)));
        }
    }

    private static KnownField known(String name) {
        return KnownField.find(bytes(name), 0, name.length());
    }

    @Test
    void shouldStayTrueWhenCopiedElsewhere() {
        StringBuilder text = new StringBuilder(TEXT.substring(0, TEXT.length() - 2));
        for (int i = 0; i < 40; i++) {
            text.append("f").append(i).append(": ").append(i).append("\r\n");
        }
        ByteBuffer bytes = bytes(text.append("\r\n").toString());
        RequestHead head = parse(bytes);
        ByteBuffer moved = ByteBuffer.allocateDirect(bytes.capacity() + 9).put(9, bytes, 0, bytes.capacity());
        RequestHead copy = new RequestHead();
        copy.copyFrom(head, 9);
        parse(bytes("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nRange: x\r\n\r\n"));

        assertEquals("GET", copy.method());
        assertTrue(copy.isGet());
        assertTrue(copy.isHttp11());
        assertEquals("http://Www.Example:80/a/b?c", copy.target(moved));
        assertEquals("/a/b", UriPath.normalize(moved, copy.pathStart(), copy.targetEnd()));
        assertTrue(copy.hostEquals(moved, ascii("www.example")));
        assertEquals(TargetForm.ABSOLUTE, copy.form());
        assertEquals(46, copy.fields());
        assertEquals(2, copy.indexOf(KnownField.RANGE));
        assertEquals("bytes=0-1", copy.value(moved, 2));
        assertEquals("f39", copy.name(moved, 45));
        assertEquals(45, copy.find(moved, "F39", 0));
        assertEquals(0, copy.contentLength());
    }

    @Test
    void shouldRefuseLimitsThatAreNone() {
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(1 << 25, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(1, 1 << 25, 1));
        assertThrows(IllegalArgumentException.class, () -> new RequestParser(1, 1, 40_000));
    }
}
