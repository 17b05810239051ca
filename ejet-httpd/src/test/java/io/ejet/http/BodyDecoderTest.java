package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus of chunked bodies, and the decoder against a model that has the whole input and reads it with patterns. */
class BodyDecoderTest {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final Pattern SIZE =
            Pattern.compile("([0-9A-Fa-f]{1,9}+)(?:[ \t]*+;(?:" + TOKEN + "|[=; \t])*+)?+\r\n");
    private static final Pattern TRAILER =
            Pattern.compile("(?:" + TOKEN + "++:[\t\\x20-\\x7e\\x80-\\xff]*+\r\n)*+\r\n");

    private final BodyDecoder decoder = new BodyDecoder();

    static Stream<GoldenCase> cases() {
        return GoldenCase.read("chunked.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameLogWhenCutAnywhere(GoldenCase golden) {
        byte[] input = golden.input();
        Cuts.all(input.length).forEach(cuts -> {
            decoder.startChunked(
                    golden.limit("body", 1_000_000), golden.limit("trailer", 1000), golden.limit("line", 100));
            assertEquals(golden.log(), BodyLog.replay(decoder, input, cuts), () -> Arrays.toString(cuts));
        });
    }

    @Test
    void shouldAgreeWithTheModelWhenInputsAreSmall() {
        String[] symbols = {"0", "1", "\r\n", "\r", "\n", ";", "a", " ", ":", "\"", "0\r\n", "2\r\nxy\r\n"};
        int[] seen = new int[3];
        for (int length = 0; length <= 5; length++) {
            int count = (int) Math.pow(symbols.length, length);
            for (int i = 0; i < count; i++) {
                StringBuilder input = new StringBuilder();
                for (int k = 0, rest = i; k < length; k++, rest /= symbols.length) {
                    input.append(symbols[rest % symbols.length]);
                }
                seen[compare(input.toString(), null)]++;
            }
        }
        assertEquals(3, Arrays.stream(seen).filter(times -> times > 100).count(), Arrays.toString(seen));
    }

    @Test
    void shouldAgreeWithTheModelWhenInputsAreRandom() {
        long seed = new Random().nextLong();
        System.out.println("BodyDecoderTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 50_000; round++) {
            StringBuilder input = new StringBuilder();
            for (int chunks = random.nextInt(4); chunks > 0; chunks--) {
                int size = 1 + random.nextInt(20);
                input.append(Integer.toHexString(size));
                input.append(random.nextInt(4) == 0 ? ";a=b" : "").append("\r\n");
                input.append("\r\n0;a5b:x12345678901234567890", 0, size).append("\r\n");
            }
            input.append("0\r\n")
                    .append(random.nextInt(3) == 0 ? "a: b\r\n" : "")
                    .append("\r\n");
            if (random.nextBoolean()) { // break it
                input.setCharAt(random.nextInt(input.length()), "\r\n0;a: 9\0".charAt(random.nextInt(9)));
            }
            compare(input.toString(), random);
        }
    }

    /** Returns 0 for a complete body, 1 for an incomplete one, 2 for a malformed one. */
    private int compare(String text, Random random) {
        List<String> expected = model(text);
        byte[] input = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int[] cuts : List.of(
                Cuts.whole(input.length),
                Cuts.bytewise(input.length),
                random == null ? Cuts.whole(input.length) : Cuts.random(random, input.length))) {
            decoder.startChunked(1_000_000, 1000, 100);
            List<String> log = BodyLog.replay(decoder, input, cuts);
            String end = log.get(1).startsWith("FAILED") ? "FAILED" : log.get(1);
            assertEquals(
                    expected, List.of(log.get(0), end), () -> GoldenCase.escape(input) + " " + Arrays.toString(cuts));
        }
        String end = expected.get(1);
        return end.startsWith("END") ? 0 : end.equals("MORE") ? 1 : 2;
    }

    private static List<String> model(String text) {
        StringBuilder body = new StringBuilder();
        int at = 0;
        while (true) {
            Matcher size = SIZE.matcher(text).region(at, text.length());
            if (!size.lookingAt()) {
                return model(body, size.hitEnd() ? "MORE" : "FAILED");
            }
            at = size.end();
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) {
                break;
            }
            if (length > 1_000_000) {
                return model(body, "FAILED");
            }
            String data = text.substring(at, (int) Math.min(at + length, text.length()));
            body.append(data);
            at += data.length();
            String lineBreak = text.substring(at, Math.min(at + 2, text.length()));
            if (data.length() < length || !lineBreak.equals("\r\n")) {
                boolean more = data.length() < length || "\r\n".startsWith(lineBreak);
                return model(body, more ? "MORE" : "FAILED");
            }
            at += 2;
        }
        Matcher trailer = TRAILER.matcher(text).region(at, text.length());
        if (!trailer.lookingAt()) {
            return model(body, trailer.hitEnd() ? "MORE" : "FAILED");
        }
        return model(body, "END rest=" + GoldenCase.escape(text.substring(trailer.end())));
    }

    private static List<String> model(StringBuilder body, String end) {
        return List.of("body=" + GoldenCase.escape(body.toString()), end);
    }

    @Test
    void shouldTakeJustTheBodyWhenItsLengthIsKnown() {
        byte[] input = "0123456789".getBytes(StandardCharsets.ISO_8859_1);
        for (int length = 0; length <= input.length + 1; length++) {
            List<String> expected = length > input.length
                    ? List.of("body=0123456789", "MORE")
                    : List.of(
                            "body=" + "0123456789".substring(0, length), "END rest=" + "0123456789".substring(length));
            int known = length;
            Cuts.all(input.length).forEach(cuts -> {
                decoder.startLength(known);
                assertEquals(expected, BodyLog.replay(decoder, input, cuts), () -> Arrays.toString(cuts));
            });
        }
    }

    @Test
    void shouldEndAtOnceWhenThereIsNoBody() {
        decoder.startLength(0);
        assertEquals(BodyDecoder.Result.END, decoder.decode(ByteBuffer.allocate(0)));
        decoder.startLength(Long.MAX_VALUE);
        assertEquals(BodyDecoder.Result.MORE, decoder.decode(ByteBuffer.allocate(0)));
        assertThrows(IllegalArgumentException.class, () -> decoder.startLength(-1));
    }

    @Test
    void shouldFailWhenExtensionsOutweighTheData() {
        assertEquals("FAILED CHUNK_LINE_TOO_LONG 400", chunksWithExtensions(1000, 1, 60));
        assertEquals("MORE", chunksWithExtensions(100, 1, 60));
        assertEquals("MORE", chunksWithExtensions(10_000, 60, 60));
        assertEquals("MORE", chunksWithExtensions(100_000, 1, 0));
    }

    private String chunksWithExtensions(int count, int chunkBytes, int extensionBytes) {
        String line = Integer.toHexString(chunkBytes) + (extensionBytes == 0 ? "" : ";" + "x".repeat(extensionBytes));
        String chunk = line + "\r\n" + "d".repeat(chunkBytes) + "\r\n";
        byte[] input = chunk.repeat(count).getBytes(StandardCharsets.ISO_8859_1);
        decoder.startChunked(1 << 20, 100, 100);
        return BodyLog.replay(decoder, input, Cuts.whole(input.length)).get(1);
    }
}
