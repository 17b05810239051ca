package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.pump.Pump;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.NanoClock;
import io.epump.sched.OwnerSetup;
import io.epump.sched.SlowCallback;
import io.epump.sched.WorkerLoad;
import io.epump.sched.WorkerPool;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often the watchdog looks, and at what. */
class WatchLoopTest {
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @CsvSource({"20, 10", "50, 25", "199, 99", "200, 100", "60000, 100"})
    void shouldLookTwiceWithinTheThresholdAndTenTimesASecondAtLeast(long thresholdMs, long periodMs) {
        assertEquals(periodMs, WatchLoop.periodNs(thresholdMs * MS) / MS);
    }

    @Test
    void shouldFindASlowCallbackAndSampleTheLoadsWhenItLooks() throws IOException {
        long[] nowNs = {1};
        NanoClock clock = () -> nowNs[0];
        List<SlowCallback> found = new ArrayList<>();
        EPumpConfig config = DrivenSystem.settings(2)
                .slowCallback(Duration.ofMillis(20))
                .slowCallbackHandler(found::add)
                .build();
        EPump system = new EPump(config, clock, SelectorNotifier::new);
        Pump pump = (Pump) system.owners().get(0);
        WorkerPool workers = pump.workers();
        WatchLoop watch = new WatchLoop(system, new OwnerSetup(clock, config.failureHandler(), 1), workers);

        OnOwner.run(workers.worker(1), () -> {
            nowNs[0] += 20 * MS - 1;
            watch.turn();
            assertEquals(0, found.size(), "not slow yet");
            nowNs[0]++;
            watch.turn();
        });

        assertEquals(1, found.size());
        assertEquals(20 * MS, found.get(0).runningNs());
        assertEquals(1, watch.reported());
        assertEquals(new WorkerLoad(600, 300, 0), workers.load(1), "the running event counts as queued");
        assertEquals(new WorkerLoad(0, 0, 0), workers.load(0));
        pump.close();
    }
}
