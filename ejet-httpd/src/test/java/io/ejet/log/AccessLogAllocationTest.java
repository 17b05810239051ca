package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.ejet.script.LocalNames;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.Setting;
import io.ejet.script.Template;
import java.lang.management.ManagementFactory;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A record allocates nothing once everything is warm; what the exchange allocates when it is asked is its own. */
class AccessLogAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
    private static final int ROUNDS = 100_000;
    private static final String EVERYTHING = "$remote_addr - [$datetime[createtime]] \"$request\" \"$http_user_agent\""
            + " \"$request_header[referer]\" $host $uri $request_uri $args $query[b] $query[0] $cookie[b] $status"
            + " $bytes_recv $bytes_sent $time_iso8601 $time_local $msec $request_time $absuri $unixtime $body_bytes_sent $http_referer";

    @Test
    void shouldAllocateNothingWhenRecordsAreMadeInOneBuilder() {
        assertNothingIsAllocated(AccessLogFormat.compile(EVERYTHING, ZoneId.of("Europe/Berlin")));
    }

    @Test
    void shouldAllocateNothingWhenRecordsAreObjects() {
        Map<String, Template> members = new LinkedHashMap<>();
        for (String variable : EVERYTHING.split("[^\\w$\\[\\]]+", -1)) {
            ScriptCompiler compiler = new ScriptCompiler(new LocalNames(), Setting.Source.NONE);
            members.put(variable, compiler.template(variable, problem -> {}));
        }
        assertNothingIsAllocated(AccessLogFormat.json("", members, ZoneId.of("Europe/Berlin")));
    }

    private static void assertNothingIsAllocated(AccessLogFormat format) {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled());
        SampleExchange exchange = new SampleExchange()
                .target("/path?a=\u00e41&b=2")
                .header("Host", "example.org")
                .header("User-Agent", "some \"agent\"")
                .header("Cookie", "a=1; b=2");
        StringBuilder record = new StringBuilder(2048);
        long quietestBytes = Long.MAX_VALUE;
        long length = 0;
        for (int window = 0; window < WINDOWS; window++) {
            long beforeBytes = THREADS.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < ROUNDS; round++) {
                record.setLength(0);
                exchange.created(1_700_000_000_000L + 10L * round).duration(round);
                format.append(exchange, record);
                length += record.length();
            }
            quietestBytes = Math.min(quietestBytes, THREADS.getCurrentThreadAllocatedBytes() - beforeBytes);
        }
        assertTrue(length > 0);
        assertEquals(0, quietestBytes, "bytes allocated in " + ROUNDS + " records");
    }
}
