package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.metrics.PumpCounter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which phase of a turn a pump puts the time down to. Each test lets the clock go on in one phase only. */
class PhaseTimesTest {
    private static final long MS = Bench.MS;
    private static final List<PumpCounter> PHASES =
            List.of(PumpCounter.SELECT_NS, PumpCounter.TIMERS_NS, PumpCounter.CALLBACKS_NS, PumpCounter.MAILBOX_NS);

    private final Bench bench = new Bench(0);

    private void assertSpent(PumpCounter phase, long ns) {
        Map<PumpCounter, Long> expected = new EnumMap<>(PumpCounter.class);
        Map<PumpCounter, Long> spent = new EnumMap<>(PumpCounter.class);
        for (PumpCounter each : PHASES) {
            expected.put(each, each == phase ? ns : 0);
            spent.put(each, bench.pump.pumpCounters().get(each));
        }
        assertEquals(expected, spent);
    }

    private long longestTurnNs() {
        return bench.pump.pumpCounters().get(PumpCounter.LONGEST_TURN_NS);
    }

    private void passTime(long ns) {
        bench.nowNs += ns;
    }

    @Test
    void shouldCountAsSelectWhenItWaits() {
        bench.notifier.whileAsleep.add(() -> passTime(5 * MS));
        bench.pump.turn(Long.MAX_VALUE);
        assertSpent(PumpCounter.SELECT_NS, 5 * MS);
        assertEquals(0, longestTurnNs(), "waiting excluded");
    }

    @Test
    void shouldCountAsTimersWhenExpiryTakesTime() {
        PumpTimer slow = new PumpTimer() {
            @Override
            void onExpired(long nowNs) {
                passTime(3 * MS);
            }
        };
        bench.pump.timers().start(slow, bench.nowNs);
        bench.pump.turn(0);
        assertSpent(PumpCounter.TIMERS_NS, 3 * MS);
        assertEquals(3 * MS, longestTurnNs());
    }

    @Test
    void shouldCountAsCallbacksWhenACallbackTakesTime() {
        TestDevice device = bench.open(Interest.READ);
        device.callback = code -> passTime(2 * MS);
        bench.notifier.ready.put(device, Interest.READ);
        bench.pump.turn(0);
        bench.pump.turn(0);
        assertSpent(PumpCounter.CALLBACKS_NS, 4 * MS);
        assertEquals(2 * MS, longestTurnNs());
    }

    @Test
    void shouldCountAsCallbacksWhenATimerHasExpiredInTheSameTurn() {
        TestTimer timer = new TestTimer(bench, 0);
        timer.callback = () -> passTime(7 * MS);
        timer.start(0);
        bench.settle();
        assertSpent(PumpCounter.CALLBACKS_NS, 7 * MS);
    }

    @Test
    void shouldCountAsMailboxWhenRegisteringTakesTime() {
        TestDevice device = new TestDevice(bench, Interest.READ);
        bench.notifier.atAdd = () -> passTime(4 * MS);
        device.open();
        bench.pump.turn(0);
        assertSpent(PumpCounter.MAILBOX_NS, 4 * MS);
        assertEquals(4 * MS, longestTurnNs());
    }

    @Test
    void shouldCountNothingWhenNoTimePasses() {
        TestDevice device = bench.open(Interest.READ);
        bench.notifier.ready.put(device, Interest.READ);
        for (int i = 0; i < 10; i++) {
            bench.pump.turn(0);
            passTime(MS); // between the turns: nobody's
        }
        assertSpent(PumpCounter.SELECT_NS, 0);
        assertEquals(0, longestTurnNs());
    }
}
