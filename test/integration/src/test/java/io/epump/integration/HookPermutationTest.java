package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EventHook;
import io.epump.FdType;
import io.epump.HookCondition;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.epump.ListenerGroup;
import io.epump.metrics.PumpCounter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hooks on real threads: what they watch is found, by a signal at once, and they starve nobody. */
@Tag("permutation")
class HookPermutationTest {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final int PRODUCERS = 3;
    private static final int ITEMS = 2_000;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger times = new AtomicInteger();

    /** Takes from a queue of the program's what others put in, one item an event. */
    private final class Consumer implements IOHandler {
        private final Queue<int[]> queue = new ConcurrentLinkedQueue<>();
        private final int[] next = new int[PRODUCERS];
        private volatile Thread thread;
        private volatile boolean invalid;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            if (event != IOEventType.INVALID_DEV || fdType != FdType.USERCMD || invalid) {
                rig.violated(event + " for " + source);
            }
            invalid = true;
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            if (thread == null) {
                thread = Thread.currentThread();
            }
            int[] item = (int[]) payload;
            if (thread != Thread.currentThread() || code != source.id() || ((EventHook) source).result() != item) {
                rig.violated("an event of " + source + " with code " + code + " on " + Thread.currentThread());
            }
            if (next[item[0]]++ != item[1]) {
                rig.violated("item " + item[1] + " of producer " + item[0]);
            }
            times.incrementAndGet();
        }
    }

    /** The pump's own interval is an hour: only the signals can tell it. None may be lost. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFindAllWhenEachIsSignalled(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation).hookInterval(AN_HOUR));
        Consumer consumer = new Consumer();
        EventHook hook = system.addHook(permutation.pumps() - 1, context -> consumer.queue.poll(), consumer, null);
        for (int producer = 0; producer < PRODUCERS; producer++) {
            int number = producer;
            rig.thread("producer-" + producer, () -> {
                for (int i = 0; i < ITEMS; i++) {
                    consumer.queue.add(new int[] {number, i});
                    hook.signal();
                }
            });
        }
        rig.joinThreads();
        rig.await(() -> times.get() == PRODUCERS * ITEMS, "all items");
        assertTrue(system.stop(Rig.PATIENCE));
        assertTrue(consumer.invalid);
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFindWhatNobodySignalsWhenTheIntervalIsOver(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation).hookInterval(Duration.ofMillis(1)));
        Consumer consumer = new Consumer();
        EventHook hook = system.addHook(0, context -> consumer.queue.poll(), consumer, null);
        for (int i = 0; i < 5; i++) {
            consumer.queue.add(new int[] {0, i});
            int expected = i + 1;
            rig.await(() -> times.get() == expected, "item " + i);
        }
        QuietPeriod.check(rig, system);
        hook.close();
        rig.await(() -> hook.isClosed() && !consumer.invalid, "the end of the hook, without a word");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldServeConnectionsAndTimersBesideHooksThatAreAlwaysMet(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        IOHandler counting = (context, source, event, fdType) -> {
            if (event == IOEventType.USER && fdType == FdType.USERCMD) {
                times.incrementAndGet();
            }
        };
        List<EventHook> hooks = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            hooks.add(system.addHook(i % permutation.pumps(), context -> context, counting, "always " + i));
        }
        ListenerGroup listening = rig.echo(system, 0);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        AtomicInteger periods = new AtomicInteger();
        IOTimer timer = system.startPeriodicTimer(1, 0, null, (c, s, e, f) -> periods.incrementAndGet(), null);
        int before = times.get();
        for (int i = 0; i < 20; i++) {
            peer.sendAndExpect("hello");
        }
        rig.await(() -> periods.get() >= 5, "timers beside them");
        rig.await(() -> times.get() >= before + 100, "the hooks to go on");
        hooks.forEach(EventHook::close);
        timer.close();
        QuietPeriod.check(rig, system);
        long asked = system.statistics().sum(PumpCounter.HOOKS_EVALUATED);
        QuietPeriod.check(rig, system);
        assertEquals(asked, system.statistics().sum(PumpCounter.HOOKS_EVALUATED), "conditions of closed hooks");
    }

    @Test
    void shouldBeOneWhenRegisteredTwice() throws IOException {
        EPump system = rig.start(rig.settings(2, 0));
        HookCondition condition = context -> times.get() == 0 ? context : null;
        IOHandler handler = (context, source, event, fdType) -> times.incrementAndGet();
        EventHook hook = system.addHook(0, condition, handler, "a");
        assertSame(hook, system.addHook(0, condition, handler, "a"));
        assertNotSame(hook, system.addHook(1, condition, handler, "a"));
        assertNotSame(hook, system.addHook(0, condition, handler, "b"));
        assertNotSame(hook, system.addHook(0, context -> null, handler, "a"));
        hook.close();
        EventHook again = system.addHook(0, condition, handler, "a");
        assertNotSame(hook, again);
        rig.await(() -> times.get() > 0, "the new one");
        hook.close(); // the old one: of the new one nothing must be forgotten
        assertSame(again, system.addHook(0, condition, handler, "a"));
    }

    /** The thread that registers it first has not handed it over yet, or just has, when another one closes it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldLeaveNoHookBehindWhenManyRegisterAndCloseTheSame(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        HookCondition condition = context -> context;
        IOHandler handler = (context, source, event, fdType) -> times.incrementAndGet();
        for (int thread = 0; thread < 4; thread++) {
            rig.thread("registrar-" + thread, () -> {
                for (int i = 0; i < 2_000; i++) {
                    system.addHook(0, condition, handler, "shared").close();
                }
            });
        }
        rig.joinThreads();
        assertTrue(system.stop(Rig.PATIENCE), "a hook that nobody hands over would keep the pump from its end");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldReportAndGiveUpTheHookWhenConditionOrCallbackThrows(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
        IOHandler noting = (context, source, event, fdType) -> events.add(event);
        EventHook broken = system.addHook(
                0,
                context -> {
                    throw new IOException("by the condition");
                },
                noting,
                null);
        rig.await(() -> !events.isEmpty(), "INVALID_DEV");
        rig.await(broken::isClosed, "the hook to be closed");
        assertEquals(List.of(IOEventType.INVALID_DEV), List.copyOf(events));
        assertSame(broken, onlyFailure().source());

        events.clear();
        EventHook failing = system.addHook(
                0,
                context -> context,
                (context, source, event, fdType) -> {
                    events.add(event);
                    throw new IOException(event + " by the callback");
                },
                "always");
        rig.await(failing::isClosed, "the hook to be closed");
        assertEquals(List.of(IOEventType.USER, IOEventType.INVALID_DEV), List.copyOf(events));
        assertEquals(2, rig.takeFailures().size());
        rig.closeLater(Peer.connect(rig.echo(system, 0).port())).sendAndExpect("hello");
    }

    private Rig.Failure onlyFailure() {
        List<Rig.Failure> failures = rig.takeFailures();
        assertEquals(1, failures.size(), failures::toString);
        return failures.get(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldRefuseHooksWhenTheSystemHasStopped(int workers) throws IOException {
        EPump system = rig.start(rig.settings(2, workers));
        assertThrows(IllegalArgumentException.class, () -> system.addHook(2, c -> null, (c, s, e, f) -> {}, null));
        assertThrows(NullPointerException.class, () -> system.addHook(0, null, (c, s, e, f) -> {}, null));
        assertThrows(NullPointerException.class, () -> system.addHook(0, c -> null, null, null));
        assertTrue(system.stop(Rig.PATIENCE));
        assertThrows(IllegalStateException.class, () -> system.addHook(0, c -> null, (c, s, e, f) -> {}, null));
    }
}
