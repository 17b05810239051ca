package io.ejet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer made before goes by the same rules as one that is made on its way. */
class PreparedAnswerTest {
    private static final byte[] ABC = {'a', 'b', 'c'};

    private static String head(PreparedAnswer answer) {
        return new String(answer.head(), StandardCharsets.ISO_8859_1);
    }

    private static IllegalArgumentException refused(int status, Map<String, String> fields, byte[] body, long length) {
        return assertThrows(IllegalArgumentException.class, () -> PreparedAnswer.of(status, fields, body, length));
    }

    @Test
    void shouldTellStatusFieldsAndLengthInTheirOrder() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", "text/plain");
        fields.put("X-Name", "J\u00fcrgen");
        PreparedAnswer answer = PreparedAnswer.of(203, fields, ABC);
        assertEquals(203, answer.status());
        assertEquals(
                List.of(
                        "HTTP/1.1 203 Non-Authoritative Information",
                        "Server: eJet",
                        "Content-Type: text/plain",
                        "X-Name: J\u00fcrgen",
                        "Content-Length: 3",
                        "."),
                List.of((head(answer) + ".").split("\r\n", -1)));
        assertSame(ABC, answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length",
                "content-length",
                "Transfer-Encoding",
                "TRANSFER-ENCODING",
                "Connection",
                "Keep-Alive",
                "Date",
                "Server"
            })
    void shouldRefuseAFieldWhenItIsTheServersOwn(String name) {
        assertEquals(
                "field=" + name + " is the server's own",
                assertThrows(IllegalArgumentException.class, () -> PreparedAnswer.of(200, Map.of(name, "1"), ABC))
                        .getMessage());
        refused(304, Map.of(name, "1"), ABC, 3);
    }

    @Test
    void shouldRefuseAFieldWhenItWouldNotStayOne() {
        refused(200, Map.of("X-A", "b\r\nContent-Length: 0"), ABC, 3);
        refused(200, Map.of("X A", "b"), ABC, 3);
        refused(200, Map.of("", "b"), ABC, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {-2, -1, 0, 2, 4, Long.MAX_VALUE})
    void shouldRefuseALengthWhenItIsNotThatOfTheBody(long length) {
        String message = refused(200, Map.of(), ABC, length).getMessage();
        assertTrue(message.startsWith("lengthBytes=" + length + " "), message);
        refused(404, Map.of(), ABC, length);
    }

    /** With nothing to send, a client would wait for what was told, and take it from the next answer. */
    @ParameterizedTest
    @ValueSource(longs = {-1, 1, 100})
    void shouldRefuseALengthWhenThereIsNoBodyAndTheStatusHasOne(long length) {
        refused(200, Map.of(), new byte[0], length);
        assertTrue(head(PreparedAnswer.of(200, Map.of(), new byte[0], 0)).endsWith("Content-Length: 0\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"304, -1, ''", "304, 0, 0", "304, 3, 3", "304, 700, 700", "204, -1, ''", "204, 0, ''", "204, 3, ''"})
    void shouldTellTheLengthOfWhatItStandsForWhenTheStatusHasNoBody(int status, long length, String told) {
        String head = head(PreparedAnswer.of(status, Map.of("ETag", "\"1\""), ABC, length));
        assertEquals(
                told.isEmpty() ? "ETag: \"1\"" : "Content-Length: " + told,
                head.lines().reduce((first, second) -> second).orElseThrow());
        assertArrayEquals(
                new byte[] {'\r', '\n'}, head.substring(head.length() - 2).getBytes(StandardCharsets.US_ASCII));
        refused(status, Map.of(), ABC, -2);
    }

    @ParameterizedTest
    @CsvSource({"200, Content-Length: 0", "304, Server: eJet", "204, Server: eJet"})
    void shouldTellNoLengthWhenNothingIsThereAndTheStatusHasNoBody(int status, String lastLine) {
        String head = head(PreparedAnswer.of(status, Map.of(), new byte[0]));
        assertTrue(head.endsWith("\r\n" + lastLine + "\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 99, 100, 101, 199, 600, 1000})
    void shouldRefuseAStatusWhenItIsNotThatOfAnAnswer(int status) {
        assertEquals(
                "status=" + status + " is not between 200 and 599",
                refused(status, Map.of(), ABC, 3).getMessage());
    }
}
