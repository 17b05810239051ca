package io.epump.pump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a hook's condition is asked, how long its pump sleeps, and what ends it. */
class HookTest {
    private static final String MET = "met";

    private static void turns(Bench bench, int count) {
        for (int i = 0; i < count; i++) {
            bench.pump.turn(0);
            bench.runWorkers();
        }
    }

    @Test
    void shouldAskEachTurnAndCallWhenMet() {
        for (int workers : new int[] {0, 2}) {
            Bench bench = new Bench(workers);
            TestHook hook = new TestHook(bench).open();
            bench.settle();
            int asked = hook.asked;
            turns(bench, 3);
            assertEquals(asked + 3, hook.asked);
            assertEquals(List.of(), hook.events);

            hook.condition = () -> hook.events.isEmpty() ? MET : null;
            turns(bench, 3);
            assertEquals(List.of(MET), hook.events);
        }
    }

    @Test
    void shouldSleepAnIntervalAtMostWhenThereIsAHook() {
        Bench bench = new Bench(0);
        TestHook hook = new TestHook(bench).open();
        bench.pump.turn(0);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, bench.notifier.lastTimeoutMs(), "the mailbox has told of it: it is asked before a sleep");
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(10, bench.notifier.lastTimeoutMs());

        hook.close();
        bench.settle();
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(-1, bench.notifier.lastTimeoutMs());
    }

    @Test
    void shouldStillWakeForADeadlineThatIsNearer() {
        Bench bench = new Bench(0);
        new TestHook(bench).open();
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(3 * Bench.MS);
        bench.settle();
        turns(bench, 1);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(3, bench.notifier.lastTimeoutMs());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldStarveNobodyWhenAlwaysMet(int workers) {
        Bench bench = new Bench(workers);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> MET;
        hook.open();
        TestDevice device = new TestDevice(bench, Interest.READ);
        device.open();
        turns(bench, 2);
        TestTimer timer = new TestTimer(bench, 0);
        timer.start(Bench.MS);
        bench.notifier.ready.put(device, Interest.READ);
        bench.nowNs += Bench.MS;
        turns(bench, 10);

        assertTrue(hook.events.size() >= 5, "fired=" + hook.events.size());
        assertTrue(device.events.size() >= 5, "read=" + device.events.size());
        assertEquals(1, timer.fired);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, bench.notifier.lastTimeoutMs(), "what is met is asked again at once");
    }

    @Test
    void shouldNotAskWhileTheCallbackIsOnItsWay() {
        Bench bench = new Bench(1);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> MET;
        hook.open();
        bench.pump.turn(0);
        bench.pump.turn(0);
        assertEquals(1, hook.asked);
        bench.pump.turn(0);
        bench.pump.turn(0);
        assertEquals(1, hook.asked, "the worker has not run yet");
        bench.runWorkers();
        bench.pump.turn(0);
        assertEquals(2, hook.asked);
        assertEquals(List.of(MET), hook.events);
    }

    @Test
    void shouldStayOnOneWorkerWhenMetAgainAndAgain() {
        Bench bench = new Bench(3);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> MET;
        List<Object> owners = new ArrayList<>();
        hook.callback = payload -> owners.add(io.epump.sched.Owner.current());
        hook.open();
        turns(bench, 20);
        assertTrue(owners.size() > 10);
        assertEquals(1, owners.stream().distinct().count());
        assertEquals(hook.pin(), owners.get(0));
    }

    /** A turn asks so many only; the pump does not sleep before all were. */
    @Test
    void shouldRotateAndNotSleepWhenThereAreMoreThanATurnAsks() {
        Bench bench = new Bench(0);
        List<TestHook> hooks = new ArrayList<>();
        for (int i = 0; i < 2 * Hooks.LIMIT + 10; i++) {
            hooks.add(new TestHook(bench).open());
        }
        bench.pump.turn(0); // adopted, not asked yet
        assertEquals(0, hooks.stream().mapToInt(hook -> hook.asked).sum());
        for (int turn = 1; turn <= 3; turn++) {
            bench.pump.turn(Long.MAX_VALUE);
            assertEquals(0, bench.notifier.lastTimeoutMs(), "turn " + turn);
            assertEquals(
                    turn * Hooks.LIMIT,
                    hooks.stream().mapToInt(hook -> hook.asked).sum());
        }
        hooks.forEach(hook -> assertTrue(hook.asked == 1 || hook.asked == 2));
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(10, bench.notifier.lastTimeoutMs());

        hooks.forEach(hook -> hook.asked = 0);
        hooks.forEach(hook -> hook.condition = () -> MET);
        for (int turn = 0; turn < 30; turn++) {
            bench.pump.turn(0);
        }
        hooks.forEach(hook -> assertTrue(hook.asked >= 13, "asked=" + hook.asked));
    }

    // -- signals

    @Test
    void shouldWakeTheSleepingPumpWhenSignalled() {
        Bench bench = new Bench(0);
        TestHook hook = new TestHook(bench).open();
        bench.settle();
        turns(bench, 1);
        bench.notifier.whileAsleep.add(() -> Bench.onForeignThread(hook::signal));
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(1, bench.notifier.wakeups);
    }

    /** The pump has asked already in this turn, and must ask again before it sleeps. */
    @Test
    void shouldAskAgainBeforeItSleepsWhenSignalledWhileItAsks() {
        Bench bench = new Bench(0);
        TestHook hook = new TestHook(bench).open();
        bench.settle();
        turns(bench, 1);
        boolean[] flag = {false};
        hook.condition = () -> {
            boolean seen = flag[0];
            flag[0] = true; // too late for this look
            Bench.onForeignThread(hook::signal);
            hook.condition = () -> flag[0] && hook.events.isEmpty() ? MET : null;
            return seen ? MET : null;
        };
        bench.pump.turn(0);
        assertEquals(List.of(), hook.events);
        bench.pump.turn(Long.MAX_VALUE);
        assertEquals(0, bench.notifier.lastTimeoutMs());
        assertEquals(List.of(MET), hook.events);
    }

    @Test
    void shouldAskAgainWhenSignalledWhileTheCallbackRuns() {
        Bench bench = new Bench(1);
        TestHook hook = new TestHook(bench);
        boolean[] flag = {true};
        hook.condition = () -> flag[0] ? MET : null;
        hook.callback = payload -> {
            flag[0] = false;
            Bench.onForeignThread(() -> {
                flag[0] = hook.events.size() < 2;
                hook.signal();
            });
        };
        hook.open();
        bench.settle();
        assertEquals(List.of(MET, MET), hook.events);
    }

    @Test
    void shouldTakeASignalBeforeItIsHandedOver() {
        Bench bench = new Bench(0);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> hook.events.isEmpty() ? MET : null;
        hook.signal();
        bench.pump.turn(0);
        assertEquals(0, hook.asked);
        hook.open();
        bench.settle();
        assertEquals(List.of(MET), hook.events);
    }

    // -- the end

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldEndOnceAndNeitherAskNorCallWhenClosed(int workers) {
        Bench bench = new Bench(workers);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> MET;
        hook.open();
        bench.pump.turn(0);
        bench.pump.turn(0); // met; with workers the event is in a ring
        int events = hook.events.size();
        int asked = hook.asked;
        hook.close();
        hook.close();
        hook.signal();
        bench.settle();
        assertEquals(events, hook.events.size());
        assertEquals(asked, hook.asked);
        assertEquals(1, hook.ended);
        assertEquals(0, bench.pump.hooks().registered());
        assertTrue(bench.pump.hooks().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldEndWhenClosedInItsConditionOrItsCallback(int workers) {
        Bench bench = new Bench(workers);
        TestHook inCondition = new TestHook(bench);
        inCondition.condition = () -> {
            inCondition.close();
            return MET;
        };
        TestHook inCallback = new TestHook(bench);
        inCallback.condition = () -> MET;
        inCallback.callback = payload -> inCallback.close();
        inCondition.open();
        inCallback.open();
        bench.settle();
        assertEquals(List.of(), inCondition.events);
        assertEquals(List.of(MET), inCallback.events);
        assertEquals(1, inCondition.asked);
        assertEquals(0, bench.pump.hooks().registered());
        assertEquals(List.of(), bench.failures);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheHookAloneWhenItsConditionThrows(int workers) {
        Bench bench = new Bench(workers);
        TestHook other = new TestHook(bench).open();
        TestHook hook = new TestHook(bench);
        hook.condition = () -> {
            throw new java.io.IOException("thrown by the condition");
        };
        hook.open();
        bench.settle();
        assertEquals(1, bench.failures.size());
        assertEquals(List.of("INVALID_DEV"), hook.events);
        assertEquals(1, hook.asked);
        assertEquals(1, hook.ended);
        int asked = other.asked;
        turns(bench, 1);
        assertEquals(asked + 1, other.asked);
        assertEquals(1, bench.pump.hooks().registered());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveUpTheHookWhenItsCallbackThrows(int workers) {
        Bench bench = new Bench(workers);
        TestHook hook = new TestHook(bench);
        hook.condition = () -> MET;
        hook.callback = payload -> {
            throw new java.io.IOException("thrown by the callback");
        };
        hook.open();
        bench.settle();
        assertEquals(1, bench.failures.size());
        assertEquals(List.of(MET, "INVALID_DEV"), hook.events);
        assertEquals(1, hook.asked);
        assertEquals(1, hook.ended);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGiveEveryHookUpOnceWhenThePumpDrains(int workers) {
        Bench bench = new Bench(workers);
        TestHook quiet = new TestHook(bench).open();
        TestHook met = new TestHook(bench);
        met.condition = () -> MET;
        met.open();
        turns(bench, 3);
        TestHook late = new TestHook(bench);
        bench.pump.requestDrain();
        turns(bench, 5);
        assertFalse(bench.pump.isDrained(), "a hook is being opened");
        late.open();
        bench.settle();
        for (TestHook hook : List.of(quiet, met, late)) {
            assertEquals(1, hook.events.stream().filter("INVALID_DEV"::equals).count());
            assertEquals("INVALID_DEV", hook.events.get(hook.events.size() - 1));
            assertEquals(1, hook.ended);
        }
        assertTrue(bench.pump.isDrained());
        assertEquals(List.of(), bench.failures);
    }

    /** The last one of the list moves into the place of the one that ends. */
    @Test
    void shouldAskTheOthersWhenSomeEndInAnyOrder() {
        Bench bench = new Bench(0);
        List<TestHook> hooks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hooks.add(new TestHook(bench).open());
        }
        bench.settle();
        for (int gone : new int[] {2, 4, 0, 1}) {
            hooks.get(gone).close();
            bench.settle();
            int[] before = hooks.stream().mapToInt(hook -> hook.asked).toArray();
            turns(bench, 1);
            for (int i = 0; i < hooks.size(); i++) {
                assertEquals(hooks.get(i).isOpen() ? 1 : 0, hooks.get(i).asked - before[i], "hook " + i);
            }
        }
        assertEquals(1, bench.pump.hooks().registered());
    }
}
