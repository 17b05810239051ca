package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.AccessLogSettings;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each variable says, how a format is read, and where a mistake in one is. */
class AccessLogFormatTest {
    /** 2026-07-01 00:00:00 UTC. */
    private static final long CREATED_MS = 1_782_864_000_000L;

    private static SampleExchange exchange() {
        return new SampleExchange()
                .created(CREATED_MS + 250)
                .duration(61_007_900_000L)
                .method("POST")
                .target("/a/b%20c.html?x=1&name=joe&y")
                .header("Host", "www.example.org:8080")
                .header("Referer", "http://elsewhere/")
                .header("User-Agent", "curl/8")
                .header("Cookie", "sid=42; lang=en")
                .header("Content-Type", "text/plain")
                .header("Content-Length", "3")
                .header("X-Two-Words", "two words")
                .status(404)
                .bytes(321, 6543)
                .body(6000);
    }

    private static String record(String format, LoggedExchange exchange) {
        StringBuilder record = new StringBuilder();
        AccessLogFormat.compile(format, ZoneOffset.UTC).append(exchange, record);
        return record.toString();
    }

    @Test
    void shouldWriteTheUsualRecordWhenNoFormatIsConfigured() {
        assertEquals(
                "192.0.2.7 - [2026-07-01 00:00:00] \"POST /a/b%20c.html?x=1&name=joe&y HTTP/1.1\""
                        + " \"www.example.org:8080\" \"http://elsewhere/\" \"curl/8\" 404 321 6543",
                record(AccessLogSettings.DEFAULT_FORMAT, exchange()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            remote_addr                    | 192.0.2.7
            request                        | POST /a/b%20c.html?x=1&name=joe&y HTTP/1.1
            method                         | POST
            request_method                 | POST
            uri                            | /a/b%20c.html
            document_uri                   | /a/b%20c.html
            request_path                   | /a/b%20c.html
            request_uri                    | /a/b%20c.html?x=1&name=joe&y
            args                           | x=1&name=joe&y
            query                          | x=1&name=joe&y
            query_string                   | x=1&name=joe&y
            query[name]                    | joe
            query[nam]                     | -
            query[ame]                     | -
            query[0]                       | 1
            query[1]                       | joe
            query[2]                       | -
            query[3]                       | -
            cookie                         | sid=42; lang=en
            cookie[sid]                    | 42
            cookie[lang]                   | en
            cookie[LANG]                   | -
            fastcgi_script_name            | /a/b%20c.html
            user_agent                     | curl/8
            body_bytes_sent                | 6000
            cookie[none]                   | -
            host                           | www.example.org
            host_name                      | www.example.org
            absuri                         | http://www.example.org:8080/a/b%20c.html?x=1&name=joe&y
            scheme                         | http
            server_protocol                | HTTP/1.1
            content_type                   | text/plain
            content_length                 | 3
            http_user_agent                | curl/8
            http_cookie                    | sid=42; lang=en
            http_x_two_words               | two words
            http_none                      | -
            request_header[referer]        | http://elsewhere/
            request_header[ USER-AGENT ]   | curl/8
            request_header[none]           | -
            status                         | 404
            bytes_recv                     | 321
            request_length                 | 321
            bytes_sent                     | 6543
            datetime[createtime]           | 2026-07-01 00:00:00
            datetime[CreateTime]           | 2026-07-01 00:00:00
            datetime[stamp]                | 2026-07-01 00:01:01
            datetime                       | 2026-07-01 00:01:01
            date[createtime]               | 2026-07-01
            date                           | 2026-07-01
            time[createtime]               | 00:00:00
            time[now]                      | 00:01:01
            unixtime[createtime]           | 1782864000
            unixtime                       | 1782864061
            time_iso8601                   | 2026-07-01T00:01:01+00:00
            time_local                     | 01/Jul/2026:00:01:01 +0000
            msec                           | 1782864061.257
            request_time                   | 61.007
            """)
    void shouldSayWhatTheExchangeAnswersWhenAVariableIsNamed(String variable, String expected) {
        assertEquals(expected, record("$" + variable, exchange()));
        assertEquals(
                "<" + expected + ">",
                record(
                        "<${ "
                                + variable.toUpperCase(java.util.Locale.ROOT)
                                        .replaceAll("\\[.*", variable.replaceAll("^[^\\[]*", ""))
                                + " }>",
                        exchange()));
    }

    @Test
    void shouldTellTimesInTheZoneOfTheFormatWhenItIsNotUtc() {
        AccessLogFormat format =
                AccessLogFormat.compile("$datetime[createtime] $time_iso8601 $time_local", ZoneId.of("Asia/Kolkata"));
        StringBuilder record = new StringBuilder();
        format.append(exchange(), record);
        assertEquals("2026-07-01 05:30:00 2026-07-01T05:31:01+05:30 01/Jul/2026:05:31:01 +0530", record.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://user@[2001:db8::1]:81/p?q | user@[2001:db8::1] | /p | /p?q | q
            http://example.net               | example.net        | -  | /    | -
            http://example.net:81?q=http://x | example.net        | -  | /?q=http://x | q=http://x
            http://example.net?q=/y          | example.net        | -  | /?q=/y | q=/y
            *                                | www.example.org    | *  | *    | -
            /x?                              | www.example.org    | /x | /x?  | -
            /x?a?b                           | www.example.org    | /x | /x?a?b | a?b
            /?u=http://other/z               | www.example.org    | /  | /?u=http://other/z | u=http://other/z
            """)
    void shouldFindThePartsOfATargetWhenItHasAnotherForm(
            String target, String host, String path, String pathAndQuery, String query) {
        assertEquals(
                host + " " + path + " " + pathAndQuery + " " + query,
                record("$host $uri $request_uri $args", exchange().target(target)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            example.org        | example.org
            example.org:       | example.org
            WWW.Example.ORG:80 | www.example.org
            www.Example.org.   | www.example.org
            example.org.:80    | example.org
            .                  | -
            [::1]              | [::1]
            [::1]:8080         | [::1]
            :80                | -
            """)
    void shouldLeaveThePortOutWhenTheHostIsAskedFor(String field, String host) {
        assertEquals(host, record("$host", exchange().header("Host", field)));
    }

    @Test
    void shouldWriteDashesWhenTheRequestWasNotUnderstood() {
        SampleExchange nothing =
                new SampleExchange().method(null).target(null).remoteIp(null).status(400);
        assertEquals(
                "- - - - - - - - - - - 400",
                record(
                        "$remote_addr $request $method $uri $request_uri $args $query[a] $query[0] $host $absuri"
                                + " $cookie[a] $status",
                        nothing));
    }

    @Test
    void shouldWriteWhatIsKnownWhenOnlyTheTargetIsMissing() {
        assertEquals(
                "GET - HTTP/1.0",
                record("$request", new SampleExchange().target(null).http10()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "100% $", "$ $- a$", "a ${} ${ } $[0] ]}", "\tplain\t", "\u00e9\u4e2d"})
    void shouldKeepTheTextWhenItNamesNoVariable(String text) {
        assertEquals(text, record(text, exchange()));
    }

    @Test
    void shouldEndANameAtTheFirstOtherCharacterWhenTextFollows() {
        assertEquals("[404]404-404$404x", record("[$status]$status-${status}$${status}x", exchange()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            $status[0]                   | 0  | this variable takes no index
            x$request_header             | 1  | this variable needs an index
            $request_header[]            | 0  | this variable needs an index
            $request_header[a b]         | 0  | the index is not the name of a field
            $cookie[                     | 7  | this [ is not closed
            a ${status                   | 2  | this reference is not closed
            a ${status x}                | 2  | this reference is not closed
            a <script>return 1;          | 2  | this script is not closed
            """)
    void shouldSayWhereAndWhyWhenAFormatCannotBeCompiled(String format, int index, String reason) {
        AccessLogFormatException e =
                assertThrows(AccessLogFormatException.class, () -> AccessLogFormat.compile(format, ZoneOffset.UTC));
        assertEquals(reason, e.getMessage());
        assertEquals(index, e.index());
    }

    @ParameterizedTest
    @ValueSource(strings = {"$statsu", "${ nope }", "$1", "$http_", "$filesize[/etc/passwd]", "$mime"})
    void shouldWriteADashWhenAVariableIsWorthNothing(String variable) {
        assertEquals("<->", record("<" + variable + ">", exchange()));
    }

    @Test
    void shouldRefuseTheFormatWhenItWouldBreakTheLine() {
        AccessLogFormatException e = assertThrows(
                AccessLogFormatException.class, () -> AccessLogFormat.compile("a\n$status", ZoneOffset.UTC));
        assertEquals(1, e.index());
    }

    @Test
    void shouldRefuseTheReferenceWhenItIsLongerThan127Characters() {
        String name = "$request_header[" + "x".repeat(127 - 17) + "]";
        assertEquals("-", record(name, exchange()));
        assertTrue(assertThrows(
                        AccessLogFormatException.class,
                        () -> AccessLogFormat.compile(name.replace("[", "[y"), ZoneOffset.UTC))
                .getMessage()
                .contains("127"));
    }

    @Test
    void shouldStayOneLineWithoutFurtherQuotesWhenTheClientSendsThem() {
        String record = record(
                AccessLogSettings.DEFAULT_FORMAT,
                exchange().target("/\" 200 1 1\n10.0.0.1 - [x]").header("User-Agent", "a\r\nb\\\"\u00fc\u007f"));
        assertTrue(record.contains("\"POST /\\x22 200 1 1\\x0A10.0.0.1 - [x] HTTP/1.1\""), record);
        assertTrue(record.contains("\"a\\x0D\\x0Ab\\x5C\\x22\\xFC\\x7F\""), record);
        assertEquals(8, record.chars().filter(c -> c == '"').count());
    }

    @Test
    void shouldEscapeEveryTextThatAClientCanSendWhenItIsLogged() {
        String evil = "/\"\n";
        SampleExchange exchange = new SampleExchange()
                .method(evil)
                .target(evil + "?" + evil + "=" + evil)
                .header("Host", evil)
                .header("Cookie", "a=" + evil)
                .header("Content-Type", evil)
                .header("Content-Length", evil);
        String record = record(
                "$remote_addr $request $method $request_method $uri $document_uri $request_path $request_uri $args $query"
                        + " $query_string $query[0] $absuri $host $host_name $scheme $server_protocol"
                        + " $content_type $content_length $cookie $cookie[a] $status $http_host $request_header[host]",
                exchange);
        assertTrue(record.chars().allMatch(c -> c >= ' ' && c != '"'), record);
    }
}
