package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPumpStatistics.PumpFigures;
import io.epump.EPumpStatistics.WorkerFigures;
import io.epump.metrics.PumpCounter;
import io.epump.pump.Pump;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.OwnerCounter;
import io.epump.sched.Worker;
import io.epump.sched.WorkerLoad;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the figures say, under a clock that the test moves. */
class EPumpStatisticsTest {
    private static final long MS = 1_000_000;
    private static final IOHandler NONE = (context, source, event, fdType) -> {};

    private long nowNs = 7;
    private EPump system;

    private Pump start(int workers, int ringSize) throws IOException {
        EPumpConfig config = EPumpConfig.builder()
                .pumps(1)
                .workers(workers)
                .ringSize(ringSize)
                .build();
        system = new EPump(config, () -> nowNs, SelectorNotifier::new);
        return (Pump) system.owners().get(0);
    }

    @AfterEach
    void close() {
        ((Pump) system.owners().get(0)).close();
    }

    @Test
    void shouldTellTheTimesOfAPumpByPhase() throws IOException {
        Pump pump = start(0, 16);
        system.startTimer(5, 0, null, (context, source, event, fdType) -> nowNs += 3 * MS, null);
        pump.turn(0);
        nowNs += 5 * MS;
        pump.turn(0);

        PumpFigures figures = system.statistics().pumps().get(0);
        assertEquals(2, figures.turns());
        assertEquals(1, figures.eventsHandled());
        assertEquals(3 * MS, figures.eventsNs());
        assertEquals(3 * MS, figures.longestTurnNs());
        assertEquals(0, figures.selectNs() + figures.timersNs() + figures.mailboxNs(), "the clock stood still there");
        assertEquals(8 * MS, system.statistics().upNs());
    }

    @Test
    void shouldTellTheLoadOfAWorkerInItsPartsAndTheShareItWasBusy() throws IOException {
        Pump pump = start(2, 16);
        Worker busy = pump.workers().worker(1);
        nowNs += 70 * MS;
        for (int i = 0; i < 10; i++) {
            OnOwner.run(busy, () -> nowNs += 3 * MS);
        }
        busy.post(system.startTimer(1, 0, null, NONE, null), IOEventType.TIMEOUT.code(), 0, null);
        pump.workers().sampleLoads(nowNs);

        WorkerFigures figures = system.statistics().workers().get(1);
        assertEquals(new WorkerLoad(600, 90, 100), figures.load());
        assertEquals(790, figures.load().points());
        assertEquals(1, figures.queued());
        assertEquals(10, figures.eventsHandled());
        assertEquals(30 * MS, figures.busyNs());
        assertEquals(0.3, figures.busyShare(), 1e-9);
        assertEquals(3 * MS, figures.longestCallbackNs());
        assertEquals(0, system.statistics().workers().get(0).load().points());
    }

    @Test
    void shouldCountAsStaleWhatIsVoidWhenItsTurnComes() throws IOException {
        Pump pump = start(1, 16);
        IOTimer timer = system.startTimer(0, 0, null, NONE, null);
        pump.turn(0);
        pump.turn(0); // the TIMEOUT is on its way
        assertTrue(timer.stop());
        pump.workers().worker(0).turn(0);

        assertEquals(1, system.statistics().stale());
        assertEquals(1, system.statistics().sum(OwnerCounter.STALE));
    }

    @Test
    void shouldCountWhatFindsTheRingFull() throws IOException {
        Pump pump = start(1, 1);
        IOTimer timer = system.startTimer(1, 0, null, NONE, null);
        for (int i = 0; i < 3; i++) {
            pump.workers().worker(0).post(timer, IOEventType.TIMEOUT.code(), 0, null);
        }

        assertEquals(2, system.statistics().spilled());
        assertEquals(3, system.statistics().workers().get(0).queued());
    }

    /** Each figure that has a name of its own stands in the text under that name, with the same value. */
    @Test
    void shouldShowTheSameInTheDump() throws IOException {
        Pump pump = start(1, 16);
        IOTimer timer = system.startTimer(0, 0, null, NONE, null);
        system.startTimer(60_000, 0, null, NONE, null);
        pump.turn(0);
        pump.turn(0);
        timer.stop();
        nowNs += 100 * MS;
        OnOwner.run(pump.workers().worker(0), () -> nowNs += 100 * MS);
        pump.workers().worker(0).turn(0);
        pump.workers().sampleLoads(nowNs);

        String[] dump = new String[1];
        OnOwner.run(pump, () -> dump[0] = system.dump()); // on its pump it does not wait for another thread
        EPumpStatistics all = system.statistics();
        PumpFigures figures = all.pumps().get(0);
        assertContains(dump[0], "upMs=200 devices=0 timers=1 buffersInUse=0");
        assertContains(dump[0], "stale=1 spilled=0 wakeups=0 acceptPauses=0 openingsRefused=0 slowCallbacks=0");
        assertContains(dump[0], "load=150 (queued 0, busy 150, handled 0) busyMs=100 busyShare=0.500");
        assertContains(dump[0], "longestCallbackMs=100");
        assertContains(dump[0], "raised=" + figures.counts().get(PumpCounter.RAISED));
        assertContains(dump[0], "longest_turn_ns=" + figures.longestTurnNs());
        assertEquals(1, all.stale());
    }

    private static void assertContains(String text, String part) {
        assertTrue(text.contains(part), () -> "no '" + part + "' in: " + text);
    }
}
