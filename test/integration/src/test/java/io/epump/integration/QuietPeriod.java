package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpStatistics.PumpFigures;
import io.epump.IOTimer;
import io.epump.sched.OwnerCounter;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows that pumps sleep while nothing happens: over fifty periods of a timer they turn a few times each, not thousands. */
final class QuietPeriod {
    private static final int PERIODS = 50;
    private static final int TURNS_PER_PERIOD = 4;

    private QuietPeriod() {}

    static void check(Rig rig, EPump system) {
        AtomicInteger periods = new AtomicInteger();
        long before = turns(system);
        IOTimer timer = system.startPeriodicTimer(
                2, 0, null, (context, source, event, fdType) -> periods.incrementAndGet(), null);
        rig.await(() -> periods.get() >= PERIODS, "fifty periods of a timer");
        timer.close();
        long turned = turns(system) - before;
        int limit = PERIODS * TURNS_PER_PERIOD * system.config().pumps();
        assertTrue(turned < limit, () -> "pumps have turned " + turned + " times: " + system.dump());
    }

    private static long turns(EPump system) {
        return system.statistics().pumps().stream()
                .map(PumpFigures::owner)
                .mapToLong(counts -> counts.get(OwnerCounter.TURNS))
                .sum();
    }
}
