package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Feeds pieces of an input to a parser and writes down what it answers, in the form told in {@code requests.txt}. */
final class RequestLog {
    private static final int OFFSET = 3; // nothing begins at 0

    private final RequestParser parser;
    private final boolean direct;
    private final boolean moving;
    private final List<String> lines = new ArrayList<>();

    /** With {@code moving}, the unfinished head lies elsewhere for each piece, and what lay there before is overwritten. */
    RequestLog(RequestParser parser, boolean direct, boolean moving) {
        this.parser = parser;
        this.direct = direct;
        this.moving = moving;
    }

    List<String> replay(byte[] input, int[] cuts) {
        int offset = OFFSET;
        ByteBuffer bytes = lay(input, input.length, offset);
        parser.start(offset);
        int begun = 0;
        for (int cut : cuts) {
            if (moving) {
                int next = OFFSET + (offset * 7 + 5) % 11;
                bytes = lay(input, cut, next);
                parser.moved(next - offset);
                offset = next;
            }
            RequestParser.Result result = parser.parse(bytes, offset + cut);
            while (result == RequestParser.Result.DONE) {
                assertEquals(result, parser.parse(bytes, offset + cut), "asked again");
                logHead(bytes);
                begun = parser.end() - offset;
                parser.start(parser.end());
                result = parser.parse(bytes, offset + cut);
            }
            if (result == RequestParser.Result.FAILED) {
                assertEquals(result, parser.parse(bytes, offset + cut), "asked again");
                lines.add("FAILED " + parser.fault() + " " + parser.fault().status());
                return lines;
            }
            assertNull(parser.fault());
        }
        if (begun < input.length) {
            lines.add("rest " + GoldenCase.escape(Arrays.copyOfRange(input, begun, input.length)));
        }
        return lines;
    }

    private ByteBuffer lay(byte[] input, int length, int offset) {
        ByteBuffer bytes = direct
                ? ByteBuffer.allocateDirect(offset + input.length)
                : ByteBuffer.allocate(offset + input.length + 1).slice(1, offset + input.length);
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) '~'); // bytes that have not come
        }
        return bytes.put(offset, input, 0, length);
    }

    private void logHead(ByteBuffer bytes) {
        RequestHead head = parser.head();
        String path = new String(copy(bytes, head.pathStart(), head.targetEnd()), StandardCharsets.ISO_8859_1);
        String host = new String(copy(bytes, head.hostStart(), head.hostEnd()), StandardCharsets.ISO_8859_1);
        lines.add(head.method() + " " + GoldenCase.escape(head.target(bytes)) + " " + head.form()
                + (path.isEmpty() ? "" : " " + GoldenCase.escape(path))
                + (head.isHttp11() ? " HTTP/1.1" : " HTTP/1.0")
                + " host=" + host
                + " body=" + (head.isChunked() ? "chunked" : String.valueOf(head.contentLength()))
                + (head.isPersistent() ? " persistent" : "")
                + (head.expectsContinue() ? " expects-continue" : "")
                + (head.expectsOther() ? " expects-other" : ""));
        for (int i = 0; i < head.fields(); i++) {
            lines.add(GoldenCase.escape(head.name(bytes, i)) + "=" + GoldenCase.escape(head.value(bytes, i)));
        }
    }

    private static byte[] copy(ByteBuffer bytes, int start, int end) {
        byte[] copy = new byte[end - start];
        bytes.get(start, copy);
        return copy;
    }
}
