package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** A record allocates nothing once everything is warm; what the exchange allocates when it is asked is its own. */
class AccessLogAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WINDOWS = 6;
    private static final int ROUNDS = 100_000;
    private static final String EVERYTHING = "$remote_addr - [$datetime[createtime]] \"$request\" \"$http_user_agent\""
            + " \"$request_header[referer]\" $host $uri $request_uri $args $query[b] $query[0] $cookie[b] $status"
            + " $bytes_recv $bytes_sent $time_iso8601 $time_local $msec $request_time $absuri $unixtime";

    @Test
    void shouldAllocateNothingWhenRecordsAreMadeInOneBuilder() {
        assumeTrue(THREADS.isThreadAllocatedMemorySupported() && THREADS.isThreadAllocatedMemoryEnabled());
        AccessLogFormat format = AccessLogFormat.compile(EVERYTHING, ZoneId.of("Europe/Berlin"));
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
