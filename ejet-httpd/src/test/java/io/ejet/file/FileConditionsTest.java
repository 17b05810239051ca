package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ejet.http.HttpDate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions and ranges, for what is in memory and for what is not: both must answer alike. */
class FileConditionsTest {
    private static final List<String> PATHS = List.of("/small.txt", "/large.txt");
    private static final long MODIFIED_SECONDS = FileRig.MODIFIED.toMillis() / 1000;

    @TempDir
    Path folder;

    private FileRig rig;

    @BeforeEach
    void shouldHaveASmallAndALargeFileWhenTestsStart() throws IOException {
        rig = new FileRig(folder.resolve("root"));
        rig.write("small.txt", "0123456789");
        rig.write("large.txt", "0123456789".repeat(30));
        rig.write("empty.txt", "");
    }

    @AfterEach
    void shouldHaveClosedEverythingWhenTestsEnd() {
        assertEquals(0, rig.stillOpen());
    }

    private String tag(String path) {
        return rig.get(path).field("ETag");
    }

    /** TAG stands for the entity tag, NOW for the time of modification, NOW-1 for the second before. */
    private String[] headers(String path, String text) {
        return Arrays.stream(text.split(" \\| ", -1))
                .map(part -> part.replace("TAG", tag(path))
                        .replace("NOW-1", HttpDate.format(MODIFIED_SECONDS - 1))
                        .replace("NOW+1", HttpDate.format(MODIFIED_SECONDS + 1))
                        .replace("NOW", HttpDate.format(MODIFIED_SECONDS)))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "If-None-Match | TAG, 304",
                "If-None-Match | W/TAG, 304",
                "If-None-Match | *, 304",
                "`If-None-Match | \"a\", TAG`, 304",
                "If-None-Match | \"a\" | If-None-Match | TAG, 304",
                "If-None-Match | \"a\", 200",
                "If-None-Match | \"a\" | If-Modified-Since | NOW, 200",
                "If-None-Match | TAG | If-Modified-Since | NOW-1, 304",
                "If-Modified-Since | NOW, 304",
                "If-Modified-Since | NOW+1, 304",
                "If-Modified-Since | NOW-1, 200",
                "If-Modified-Since | yesterday, 200",
                "If-Match | TAG, 200",
                "If-Match | *, 200",
                "If-Match | W/TAG, 412",
                "If-Match | \"a\", 412",
                "If-Match | \"a\" | If-Match | TAG, 200",
                "If-Match | TAG | If-None-Match | TAG, 304",
                "If-Match | \"a\" | If-None-Match | TAG, 412",
                "If-Unmodified-Since | NOW, 200",
                "If-Unmodified-Since | NOW-1, 412",
                "If-Unmodified-Since | soon, 200",
                "If-Match | TAG | If-Unmodified-Since | NOW-1, 200",
                "If-Unmodified-Since | NOW-1 | If-None-Match | TAG, 412",
                "Range | bytes=0-0 | If-None-Match | TAG, 304",
                "Range | bytes=0-0 | If-Match | \"a\", 412"
            })
    void shouldAnswerByTheConditionsWhenThereAreAny(String conditions, int status) {
        for (String path : PATHS) {
            for (String method : List.of("GET", "HEAD")) {
                RecordedExchange exchange =
                        rig.handle(new RecordedExchange(method, path, null, headers(path, conditions)));
                assertEquals(status, exchange.status(), method + path);
                if (status == 304) {
                    assertEquals(tag(path), exchange.field("ETag"));
                    assertEquals(HttpDate.format(MODIFIED_SECONDS), exchange.field("Last-Modified"));
                    assertNull(exchange.field("Content-Type"));
                    assertNull(exchange.field("Content-Length"));
                    assertEquals(0, exchange.body().length);
                } else if (status == 412) {
                    assertNull(exchange.field("ETag"));
                } else {
                    assertEquals(rig.get(path).field("Content-Length"), exchange.field("Content-Length"));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // range, of 10 bytes, of 300 bytes
        "bytes=0-0, 0-0, 0-0",
        "bytes=2-4, 2-4, 2-4",
        "bytes=9-, 9-9, 9-299",
        "bytes=0-, 0-9, 0-299",
        "bytes=-1, 9-9, 299-299",
        "bytes=-10, 0-9, 290-299",
        "bytes=-1000, 0-9, 0-299",
        "bytes=5-1000, 5-9, 5-299",
        "bytes=9-9, 9-9, 9-9",
        "bytes=10-, 416, 10-299",
        "bytes=10-20, 416, 10-20",
        "bytes=300-, 416, 416",
        "bytes=-0, 416, 416",
        "bytes=99999999999999999999-, 416, 416",
        "'bytes=0-0,2-3', 200, 200",
        "bytes=4-2, 200, 200",
        "bytes=, 200, 200",
        "bytes=a-b, 200, 200",
        "lines=0-1, 200, 200",
        "0-1, 200, 200"
    })
    void shouldSendThePartWhenARangeAsksForIt(String range, String ofSmall, String ofLarge) {
        for (String path : PATHS) {
            String expected = path.equals("/small.txt") ? ofSmall : ofLarge;
            RecordedExchange whole = rig.get(path);
            RecordedExchange exchange = rig.get(path, "Range", range);
            switch (expected) {
                case "200" -> {
                    assertEquals(200, exchange.status());
                    assertEquals(whole.text(), exchange.text());
                    assertNull(exchange.field("Content-Range"));
                }
                case "416" -> {
                    assertEquals(416, exchange.status());
                    assertEquals("bytes */" + whole.body().length, exchange.field("Content-Range"));
                    assertNull(exchange.field("ETag"));
                }
                default -> assertPart(expected, whole, exchange);
            }
        }
    }

    private static void assertPart(String range, RecordedExchange whole, RecordedExchange part) {
        int dash = range.indexOf('-');
        int first = Integer.parseInt(range.substring(0, dash));
        int last = Integer.parseInt(range.substring(dash + 1));
        assertEquals(206, part.status());
        assertEquals(whole.text().substring(first, last + 1), part.text());
        assertEquals("bytes " + range + "/" + whole.body().length, part.field("Content-Range"));
        assertEquals(Integer.toString(last + 1 - first), part.field("Content-Length"));
        for (String field : List.of("ETag", "Last-Modified", "Content-Type", "Accept-Ranges")) {
            assertEquals(whole.field(field), part.field(field));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"TAG, 206", "W/TAG, 200", "\"a\", 200", "NOW, 206", "NOW-1, 200", "NOW+1, 200", "x, 200"})
    void shouldSendThePartOnlyWhenIfRangeAgrees(String ifRange, int status) {
        for (String path : PATHS) {
            String[] headers = headers(path, "Range | bytes=2-4 | If-Range | " + ifRange);
            RecordedExchange exchange = rig.get(path, headers);
            assertEquals(status, exchange.status(), path);
            assertEquals(status == 206 ? "234" : rig.get(path).text(), exchange.text());
        }
    }

    @Test
    void shouldSendNoRangeWhenAnUnsatisfiableOneDoesNotCount() {
        for (String path : PATHS) {
            assertEquals(
                    200,
                    rig.get(path, "Range", "bytes=900-", "If-Range", "\"a\"").status());
        }
    }

    @Test
    void shouldIgnoreARangeWhenTheMethodIsHead() {
        for (String path : PATHS) {
            RecordedExchange head = rig.handle(new RecordedExchange("HEAD", path, null, "Range", "bytes=0-0"));
            assertEquals(200, head.status());
            assertEquals(rig.get(path).field("Content-Length"), head.field("Content-Length"));
            assertNull(head.field("Content-Range"));
        }
    }

    @Test
    void shouldIgnoreARangeWhenThereIsNothingToSend() {
        assertEquals(416, rig.get("/empty.txt", "Range", "bytes=0-").status());
        assertEquals(
                404,
                rig.get("/none", "Range", "bytes=0-0", "If-None-Match", "*").status());
        assertEquals(200, rig.get("/empty.txt").status());
    }

    @Test
    void shouldJudgeByTheNewStateWhenTheFileHasChanged() throws IOException {
        for (String path : PATHS) {
            String tag = tag(path);
            String content = new String(rig.get(path).body(), StandardCharsets.UTF_8);
            rig.write(path.substring(1), content + "!");
            rig.nextSecond();
            assertEquals(200, rig.get(path, "If-None-Match", tag).status());
            assertEquals(
                    200, rig.get(path, "Range", "bytes=0-1", "If-Range", tag).status());
            assertEquals(412, rig.get(path, "If-Match", tag).status());
            assertEquals(304, rig.get(path, "If-None-Match", tag(path)).status());
        }
    }
}
