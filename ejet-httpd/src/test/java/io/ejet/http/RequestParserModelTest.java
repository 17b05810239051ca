package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The parser against a pattern for the grammar of a head (RFC 9112 sections 2 to 5), over all small inputs and over broken ones;
 * and the same answer however they are cut. What fields say is left out here: the inputs are HTTP/1.0 without known fields.
 */
class RequestParserModelTest {
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]";
    private static final String LINE = "(?:\r\n){0,4}+(" + TOKEN + "{1,32}+ [!\"$-~]++) HTTP/1\\.0\r\n";
    private static final Pattern REQUEST_LINE = Pattern.compile(LINE);
    private static final Pattern FORM = Pattern.compile("(?!CONNECT )" + TOKEN + "+ (?:/|http://a/).*|OPTIONS \\*");
    private static final Pattern HEAD =
            Pattern.compile(LINE + "(?:" + TOKEN + "++:[\t\\x20-\\x7e\\x80-\\xff]*+\r\n)*+\r\n");

    private final RequestParser parser = new RequestParser(1000, 4000, 50);
    private final Map<RequestParser.Result, Integer> seen = new EnumMap<>(RequestParser.Result.class);

    @Test
    void shouldAcceptWhatTheGrammarSaysWhenRequestLinesAreSmall() {
        String[] symbols = {"GET ", "/", " HTTP/1.0", "\r\n", "\r", "\n", " ", "a", ":", "\t", "\0"};
        Symbols.forEach("", symbols, 6, text -> compare(text, null));
        assertAllSeen();
    }

    @Test
    void shouldAcceptWhatTheGrammarSaysWhenFieldsAreSmall() {
        String[] symbols = {"a", ":", " ", "\t", "\r\n", "\r", "\n", "\0", "\177", "\200", "a: b\r\n"};
        Symbols.forEach("GET / HTTP/1.0\r\n", symbols, 5, text -> compare(text, null));
        assertAllSeen();
    }

    @Test
    void shouldAcceptWhatTheGrammarSaysWhenOneByteIsBroken() {
        String text = "\r\nGET /some/path?with=query HTTP/1.0\r\nName: a value, long enough\r\nother:\r\n\r\n";
        for (int i = 0; i < text.length(); i++) {
            for (char c = 0; c < 256; c++) {
                compare(text.substring(0, i) + c + text.substring(i + 1), null);
                compare(text.substring(0, i) + c + text.substring(i), null);
            }
            compare(text.substring(0, i) + text.substring(i + 1), null);
            compare(text.substring(0, i), null);
        }
        assertAllSeen();
    }

    @Test
    void shouldAcceptWhatTheGrammarSaysWhenInputsAreRandom() {
        long seed = new Random().nextLong();
        System.out.println("RequestParserModelTest seed=" + seed);
        Random random = new Random(seed);
        String[] pieces = {
            "GET ",
            "/",
            "http://a/",
            "OPTIONS *",
            " HTTP/1.0\r\n",
            "a",
            "name: value of a field\r\n",
            "\r\n",
            "12345678",
            "#",
            "?x%",
            ":",
            "\t",
            " ",
            "\r",
            "\n",
            "\377"
        };
        for (int round = 0; round < 200_000; round++) {
            StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "" : "GET / HTTP/1.0\r\n");
            for (int count = random.nextInt(8); count > 0; count--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            text.append(random.nextBoolean() ? "\r\n\r\n" : "");
            compare(text.toString(), random);
        }
        assertAllSeen();
    }

    private void compare(String text, Random random) {
        byte[] input = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes = ByteBuffer.wrap(input);
        parser.start(0);
        RequestParser.Result whole = parser.parse(bytes, input.length);
        RequestFault fault = parser.fault();
        int end = parser.end();

        Matcher model = HEAD.matcher(text);
        RequestParser.Result expected = expected(model, text);
        assertEquals(expected, whole, () -> GoldenCase.escape(input) + " " + parser.fault());
        if (whole == RequestParser.Result.DONE) {
            assertEquals(model.end(), end, () -> GoldenCase.escape(input));
        }
        seen.merge(whole, 1, Integer::sum);

        for (int[] cuts : List.of(
                Cuts.bytewise(input.length),
                random == null ? Cuts.whole(input.length) : Cuts.random(random, input.length))) {
            RequestParser.Result result = RequestParser.Result.MORE;
            parser.start(0);
            for (int cut : cuts) {
                result = parser.parse(bytes, cut);
            }
            assertEquals(whole, result, () -> GoldenCase.escape(input) + " " + Arrays.toString(cuts));
            assertEquals(fault, parser.fault(), () -> GoldenCase.escape(input) + " " + Arrays.toString(cuts));
            assertTrue(
                    fault != null || end == parser.end(), () -> GoldenCase.escape(input) + " " + Arrays.toString(cuts));
        }
    }

    /** The target's form is looked at when the line is complete. */
    private static RequestParser.Result expected(Matcher head, String text) {
        Matcher line = REQUEST_LINE.matcher(text);
        if (line.lookingAt() && !FORM.matcher(line.group(1)).matches()) {
            return RequestParser.Result.FAILED;
        }
        if (head.lookingAt()) {
            return RequestParser.Result.DONE;
        }
        return head.hitEnd() ? RequestParser.Result.MORE : RequestParser.Result.FAILED;
    }

    private void assertAllSeen() {
        assertEquals(3, seen.values().stream().filter(times -> times > 10).count(), seen::toString);
    }
}
