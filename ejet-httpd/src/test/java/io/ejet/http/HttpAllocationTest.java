package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What runs per request allocates nothing. */
class HttpAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
    private static final int ROUNDS = 100_000;
    private static final byte[] HOST = "www.example.org".getBytes(StandardCharsets.US_ASCII);

    private static final String REQUESTS = """
            GET /index.html HTTP/1.1
            Host: www.example.org
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
            Accept-Encoding: gzip, deflate, br, zstd
            Connection: keep-alive
            Cookie: session=0123456789abcdef
            Range: bytes=0-99
            a1: 1
            a2: 2
            a3: 3
            a4: 4
            a5: 5
            a6: 6
            a7: 7
            a8: 8
            a9: 9
            b1: 1

            POST http://www.example.org/form HTTP/1.1
            Host: www.example.org
            Transfer-Encoding: chunked
            Expect: 100-continue

            """.replace("\n", "\r\n");

    private interface Round {
        int run(int round);
    }

    private long total; // so that nothing is found to be without effect

    @Test
    void shouldAllocateNothingWhenHeadsAreParsed() {
        ByteBuffer bytes = direct(REQUESTS);
        RequestParser parser = new RequestParser(1000, 4000, 50);
        RequestHead copy = new RequestHead();
        assertEquals(0, quietestWindow(round -> parseBoth(parser, copy, bytes, round)));
        assertEquals((long) WINDOWS * ROUNDS * (17 + 1 + 3), total);
    }

    private static int parseBoth(RequestParser parser, RequestHead copy, ByteBuffer bytes, int round) {
        parser.start(0);
        int half = round % bytes.capacity();
        int found = 0;
        int limit = half;
        while (true) {
            if (parser.parse(bytes, limit) == RequestParser.Result.MORE) {
                if (limit == bytes.capacity()) {
                    return found;
                }
                limit = bytes.capacity();
                continue;
            }
            RequestHead head = parser.head();
            copy.copyFrom(head, 0);
            found += head.fields();
            found += copy.hostEquals(bytes, HOST) ? 0 : 1000;
            found += copy.find(bytes, "b1", 0) == 16 ? 1 : 0;
            found += head.indexOf(KnownField.HOST) + head.method().length() - (head.isGet() ? 3 : 4);
            found += UriPath.queryStart(bytes, head.pathStart(), head.targetEnd()) + 1;
            parser.start(parser.end());
            if (parser.end() == bytes.capacity()) {
                return found;
            }
        }
    }

    @Test
    void shouldAllocateNothingWhenABodyIsDecoded() {
        ByteBuffer bytes = direct("5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nA: b\r\n\r\n");
        BodyDecoder decoder = new BodyDecoder();
        assertEquals(0, quietestWindow(round -> {
            decoder.startChunked(100, 100, 100);
            bytes.clear().limit(round % bytes.capacity());
            int found = 0;
            while (true) {
                switch (decoder.decode(bytes)) {
                    case DATA -> found += decoder.dataEnd() - decoder.dataStart();
                    case MORE -> bytes.limit(bytes.capacity());
                    default -> {
                        return found;
                    }
                }
            }
        }));
        assertEquals((long) WINDOWS * ROUNDS * 21, total);
    }

    @Test
    void shouldAllocateNothingWhenFieldsAreEvaluated() {
        byte[] date = new byte[HttpDate.LENGTH];
        ByteRange range = new ByteRange();
        MediaTypes types = new MediaTypes(Map.of());
        assertEquals(0, quietestWindow(round -> {
            HttpDate.format(round * 1000L, date, 0);
            Conditions.Outcome outcome =
                    Conditions.evaluate(true, "\"a\", \"b\"", null, "W/\"c\", \"d\"", null, "\"b\"", round);
            outcome = outcome == Conditions.Outcome.PROCEED
                    ? Conditions.evaluate(true, null, null, null, "Sun, 06 Nov 1994 08:49:37 GMT", "\"b\"", round)
                    : null;
            boolean applies = Conditions.rangeApplies("Sunday, 06-Nov-94 08:49:37 GMT", null, 784_111_777);
            boolean part = range.parse("bytes=10-19", 100 + round) == ByteRange.Kind.PART;
            boolean html = types.of("index.html", "").length() == 9;
            return outcome == Conditions.Outcome.NOT_MODIFIED && applies && part && html && date[28] == 'T' ? 1 : 0;
        }));
        assertEquals((long) WINDOWS * ROUNDS, total);
    }

    @Test
    void shouldAllocateLittleMoreThanTheStringWhenAPathIsPlain() {
        ByteBuffer bytes = direct("/index.html?query");
        long bytesEach = quietestWindow(round -> UriPath.normalize(bytes, 0, 17).length()) / ROUNDS;
        assertTrue(bytesEach <= 24 + 2 * 32, "bytes for a path: " + bytesEach);
    }

    private static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
    }

    /**
     * Bytes that this thread allocated in the quietest of some windows: the first ones warm up, and the virtual machine
     * itself allocates a little now and then; what the code allocates it allocates in every window.
     */
    private long quietestWindow(Round round) {
        long quietest = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = allocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                total += round.run(i);
            }
            quietest = Math.min(quietest, allocatedBytes() - before);
        }
        return quietest;
    }

    private static long allocatedBytes() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
