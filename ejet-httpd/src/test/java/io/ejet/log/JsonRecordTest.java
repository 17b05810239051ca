package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.script.LocalNames;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.Setting;
import io.ejet.script.Template;
import io.ejet.script.Worth;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record as an object: which of its fields are numbers, strings and null. */
class JsonRecordTest {
    private final LocalNames names = new LocalNames();

    private Template template(String text) {
        return new ScriptCompiler(names, Setting.Source.NONE).template(text, problem -> {
            throw new AssertionError(problem.toString());
        });
    }

    private String record(LoggedExchange exchange, String... namesAndValues) {
        Map<String, Template> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            members.put(namesAndValues[i], template(namesAndValues[i + 1]));
        }
        StringBuilder record = new StringBuilder();
        AccessLogFormat.json("", members, ZoneOffset.UTC).append(exchange, record);
        return record.toString();
    }

    @Test
    void shouldWriteNumbersStringsAndNull() {
        SampleExchange exchange = new SampleExchange()
                .created(1_782_864_000_250L)
                .duration(61_007_900_000L)
                .target("/a\"b?x=\u00c3\u00a9")
                .header("Content-Length", "3")
                .status(404)
                .bytes(321, 6543)
                .body(6000);
        assertEquals(
                "{\"time\":\"2026-07-01T00:01:01+00:00\",\"status\":404,\"sent\":6543,\"body\":6000,\"took\":61.007,"
                        + "\"msec\":1782864061.257,\"length\":3,\"request\":\"GET /a\\\"b?x=\\u00e9 HTTP/1.1\","
                        + "\"referer\":null,\"both\":\"404 of 6543\",\"none\":null,\"q\":null}",
                record(
                        exchange,
                        "time",
                        "$time_iso8601",
                        "status",
                        "$status",
                        "sent",
                        "$bytes_sent",
                        "body",
                        "$body_bytes_sent",
                        "took",
                        "$request_time",
                        "msec",
                        "$msec",
                        "length",
                        "$content_length",
                        "request",
                        "$request",
                        "referer",
                        "$http_referer",
                        "both",
                        "$status of $bytes_sent",
                        "none",
                        "$http_a$http_b",
                        "q",
                        "$query[q]"));
    }

    @Test
    void shouldWriteNullWhenTheRequestWasNotUnderstood() {
        SampleExchange nothing = new SampleExchange().method(null).target(null).status(400);
        assertEquals(
                "{\"request\":null,\"uri\":null,\"host\":null,\"length\":null,\"status\":400}",
                record(
                        nothing,
                        "request",
                        "$request",
                        "uri",
                        "$uri",
                        "host",
                        "$host",
                        "length",
                        "$content_length",
                        "status",
                        "$status"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"007", "1e5", "+1", "12 ", ".5", "5.", "0x1", "--1", "1,2"})
    void shouldWriteAStringWhenANumberIsNone(String value) {
        SampleExchange exchange = new SampleExchange().header("Content-Length", value);
        assertEquals("{\"a\":\"" + value + "\"}", record(exchange, "a", "$content_length"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "0.250", "10", "12345678901234567890"})
    void shouldWriteANumberWhenItIsOne(String value) {
        SampleExchange exchange = new SampleExchange().header("Content-Length", value);
        assertEquals("{\"a\":" + value + "}", record(exchange, "a", "$content_length"));
    }

    @Test
    void shouldEscapeNamesAndTextsOfTheFormat() {
        assertEquals(
                "{\"a \\\"b\\\"\":\"\\u00e9\\n\\\\200\",\"b\":\"x\"}",
                record(new SampleExchange(), "a \"b\"", "\u00e9\n\\$status", "b", "x"));
    }

    @Test
    void shouldTakeALocalVariableInPlaceOfTheOtherWhenAScriptHasSetIt() {
        SampleExchange exchange = new SampleExchange().scripted(null, Worth.of("mine \""));
        assertEquals("{\"a\":\"mine \\\"\",\"b\":null}", record(exchange, "a", "$status", "b", "$query[x]"));
        assertEquals("{\"a\":7}", record(new SampleExchange().scripted(null, Worth.of("7")), "a", "$status"));
    }

    @Test
    void shouldLeaveFieldsOutWhenTheRecordIsTooLong() {
        String[] members = new String[200];
        for (int i = 0; i < members.length; i += 2) {
            members[i] = "f" + i;
            members[i + 1] = "$http_a$http_a$http_a";
        }
        String record = record(new SampleExchange().header("A", "\u00ff".repeat(9000)), members);
        assertTrue(record.length() < AccessLogFormat.LONGEST + 2 * ClientText.LONGEST + 20, "" + record.length());
        assertTrue(record.endsWith("...\"}"), record.substring(record.length() - 20));
        assertFalse(record.contains("f198"), "the last one is left out");
    }

    @Test
    void shouldCutTheLineWhenTheRecordIsTooLong() {
        StringBuilder record = new StringBuilder("x");
        AccessLogFormat.compile("$http_a ".repeat(100), ZoneOffset.UTC)
                .append(new SampleExchange().header("A", "a".repeat(9000)), record);
        assertTrue(record.length() < AccessLogFormat.LONGEST + 2 * ClientText.LONGEST, "" + record.length());
        assertTrue(record.toString().endsWith("..."));
    }
}
