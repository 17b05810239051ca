package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Feeds pieces of an input to a started decoder and writes down what it finds, in the form told in {@code chunked.txt}. */
final class BodyLog {
    private BodyLog() {}

    static List<String> replay(BodyDecoder decoder, byte[] input, int[] cuts) {
        StringBuilder body = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.wrap(input);
        for (int cut : cuts) {
            bytes.limit(cut);
            BodyDecoder.Result result = decoder.decode(bytes);
            while (result == BodyDecoder.Result.DATA) {
                assertTrue(decoder.dataStart() < decoder.dataEnd(), "empty piece");
                assertEquals(decoder.dataEnd(), bytes.position());
                byte[] piece = Arrays.copyOfRange(input, decoder.dataStart(), decoder.dataEnd());
                body.append(new String(piece, StandardCharsets.ISO_8859_1));
                result = decoder.decode(bytes);
            }
            if (result == BodyDecoder.Result.FAILED) {
                assertEquals(result, decoder.decode(bytes), "asked again");
                return List.of(
                        log(body),
                        "FAILED " + decoder.fault() + " " + decoder.fault().status());
            }
            assertNull(decoder.fault());
            if (result == BodyDecoder.Result.END) {
                int end = bytes.position();
                assertEquals(result, decoder.decode(bytes), "asked again");
                assertEquals(end, bytes.position());
                return List.of(
                        log(body), "END rest=" + GoldenCase.escape(Arrays.copyOfRange(input, end, input.length)));
            }
            assertEquals(cut, bytes.position(), "all is taken when more is needed");
        }
        return List.of(log(body), "MORE");
    }

    private static String log(StringBuilder body) {
        return "body=" + GoldenCase.escape(body.toString());
    }
}
