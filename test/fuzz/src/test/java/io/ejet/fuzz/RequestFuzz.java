package io.ejet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ejet.http.BodyDecoder;
import io.ejet.http.RequestHead;
import io.ejet.http.RequestParser;
import io.ejet.http.UriPath;
import java.nio.ByteBuffer;

/**
 * Whatever a client sends: the parsers neither throw nor hang, and tell the same whether the bytes come whole or one by one.
 */
class RequestFuzz {
    private static final int LINE_BYTES = 200;
    private static final int HEADER_BYTES = 1000;
    private static final int FIELDS = 10;

    @FuzzTest(maxDuration = "60s")
    void shouldTellTheSameHoweverAHeadIsCut(byte[] input) {
        String whole = parse(input, input.length);
        String oneByOne = parse(input, 1);
        if (!whole.equals(oneByOne)) {
            throw new AssertionError("whole: " + whole + "\none by one: " + oneByOne);
        }
    }

    private static String parse(byte[] input, int step) {
        ByteBuffer bytes = ByteBuffer.wrap(input);
        RequestParser parser = new RequestParser(LINE_BYTES, HEADER_BYTES, FIELDS);
        parser.start(0);
        RequestParser.Result result = RequestParser.Result.MORE;
        int limit = 0;
        while (result == RequestParser.Result.MORE && limit < input.length) {
            limit = Math.min(input.length, limit + step);
            result = parser.parse(bytes, limit);
        }
        return switch (result) {
            case MORE -> "more";
            case FAILED -> parser.fault().toString();
            case DONE -> describe(bytes, parser);
        };
    }

    private static String describe(ByteBuffer bytes, RequestParser parser) {
        RequestHead head = parser.head();
        StringBuilder text = new StringBuilder(head.method() + " " + head.target(bytes) + " " + parser.end());
        String path = UriPath.normalize(bytes, head.pathStart(), head.targetEnd());
        if (path != null && (!path.startsWith("/") || path.contains("/../") || path.contains("//"))) {
            throw new AssertionError("not normal: " + path);
        }
        text.append(' ').append(path).append(' ').append(head.contentLength()).append(head.isPersistent());
        for (int i = 0; i < head.fields(); i++) {
            text.append('\n').append(head.name(bytes, i)).append(": ").append(head.value(bytes, i));
        }
        return text.toString();
    }

    @FuzzTest(maxDuration = "60s")
    void shouldTellTheSameHoweverAChunkedBodyIsCut(byte[] input) {
        String whole = decode(input, input.length);
        String oneByOne = decode(input, 1);
        if (!whole.equals(oneByOne)) {
            throw new AssertionError("whole: " + whole + "\none by one: " + oneByOne);
        }
    }

    private static String decode(byte[] input, int step) {
        BodyDecoder decoder = new BodyDecoder();
        decoder.startChunked(1000, 200, 100);
        ByteBuffer bytes = ByteBuffer.wrap(input);
        StringBuilder body = new StringBuilder();
        for (int limit = 0; limit < input.length; ) {
            limit = Math.min(input.length, limit + step);
            bytes.limit(limit);
            BodyDecoder.Result result = decoder.decode(bytes);
            while (result == BodyDecoder.Result.DATA) {
                for (int i = decoder.dataStart(); i < decoder.dataEnd(); i++) {
                    body.append((char) (bytes.get(i) & 0xff));
                }
                result = decoder.decode(bytes);
            }
            if (result != BodyDecoder.Result.MORE) {
                return body + " " + (result == BodyDecoder.Result.END ? "end at " + bytes.position() : decoder.fault());
            }
        }
        return body + " more";
    }
}
