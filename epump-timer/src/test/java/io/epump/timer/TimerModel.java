package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a {@link TimerTree} should hold, kept in a {@link TreeMap}, and the tree itself beside it: each operation is
 * done to both, and both are compared after it.
 *
 * <p>Threading: one thread.
 *
 * <p>Lifecycle: one tree, from empty on. Operations may be called from inside a handler of {@link #expire}.
 *
 * <p>Bounds: deadlines are offsets from a base, in nanoseconds. The model orders offsets as plain numbers and so knows
 * nothing of wrapping; the base decides where the tree sees its clock wrap.
 */
final class TimerModel {
    /** What is done inside a pass, for each timer that fires; it may throw. */
    interface InsidePass {
        void onFired(int id);
    }

    private record Key(long offsetNs, long startOrder) {}

    private record Entry(int id, int startedInPass) {}

    private static final int NO_PASS = 0;

    private final TimerTree timers = new TimerTree();
    private final TimerNode[] nodes;
    private final long baseNs;

    private final TreeMap<Key, Entry> expected =
            new TreeMap<>(Comparator.comparingLong(Key::offsetNs).thenComparingLong(Key::startOrder));
    private final Key[] keys;
    private long nextStartOrder;
    private int passes;
    private int runningPass = NO_PASS;
    private long passOffsetNs;

    TimerModel(int count, long baseNs) {
        this.baseNs = baseNs;
        keys = new Key[count];
        nodes = new TimerNode[count];
        for (int id = 0; id < count; id++) {
            nodes[id] = new TimerNode();
        }
    }

    boolean isStarted(int id) {
        return keys[id] != null;
    }

    /** The offset of a started timer. */
    long offsetNs(int id) {
        return keys[id].offsetNs;
    }

    void start(int id, long offsetNs) {
        if (isStarted(id)) {
            assertThrows(IllegalStateException.class, () -> timers.start(nodes[id], baseNs + offsetNs));
        } else {
            timers.start(nodes[id], baseNs + offsetNs);
            expect(id, offsetNs);
        }
    }

    void restart(int id, long offsetNs) {
        timers.restart(nodes[id], baseNs + offsetNs);
        forget(id);
        expect(id, offsetNs);
    }

    void stop(int id) {
        assertEquals(isStarted(id), timers.stop(nodes[id]), "answer of stop");
        forget(id);
    }

    void pollEarliest() {
        TimerNode polled = timers.pollEarliest();
        if (expected.isEmpty()) {
            assertNull(polled);
        } else {
            int id = expected.firstEntry().getValue().id;
            assertSame(nodes[id], polled, "polled");
            forget(id);
        }
    }

    /** Runs a pass and checks each timer that fires against the one the model would fire next. */
    void expire(long nowOffsetNs, int limit, InsidePass insidePass) {
        int[] fired = {0};
        runningPass = ++passes;
        passOffsetNs = nowOffsetNs;
        try {
            int answered = timers.expire(baseNs + nowOffsetNs, limit, (node, nowNs) -> {
                assertEquals(baseNs + nowOffsetNs, nowNs);
                assertTrue(fired[0]++ < limit, "more than the limit");
                int id = nextToFire();
                assertTrue(id >= 0, "fired although nothing is due");
                assertSame(nodes[id], node, "fired out of order");
                forget(id);
                compare();
                insidePass.onFired(id);
            });
            assertEquals(fired[0], answered, "answer of expire");
            assertTrue(fired[0] == limit || nextToFire() < 0, "a timer was left out");
        } finally {
            runningPass = NO_PASS;
        }
    }

    /** To be called inside a pass: checks that a second one is refused. */
    void expireInsidePass(long nowOffsetNs) {
        assertThrows(
                IllegalStateException.class,
                () -> timers.expire(baseNs + nowOffsetNs, 1, (node, nowNs) -> fail("fired in a nested pass")));
    }

    /** Checks the rules inside the tree, and everything that can be asked of it. */
    void compare() {
        List<TimerNode> inOrder = RedBlackRules.check(timers);
        List<TimerNode> expectedInOrder = new ArrayList<>();
        for (Map.Entry<Key, Entry> entry : expected.entrySet()) {
            if (!isDeferred(entry.getKey(), entry.getValue())) {
                expectedInOrder.add(nodes[entry.getValue().id]);
            }
        }
        assertEquals(expectedInOrder, inOrder, "order in the tree");
        assertEquals(expected.size(), timers.size(), "size");
        assertEquals(expected.isEmpty(), timers.isEmpty(), "isEmpty");
        compareEarliest();
        for (int id = 0; id < nodes.length; id++) {
            compareNode(id);
        }
    }

    private void compareEarliest() {
        if (expected.isEmpty()) {
            assertNull(timers.earliest());
            assertThrows(IllegalStateException.class, timers::earliestDeadlineNs);
            assertFalse(timers.hasDue(baseNs));
            return;
        }
        long earliestNs = baseNs + expected.firstKey().offsetNs;
        assertSame(nodes[expected.firstEntry().getValue().id], timers.earliest(), "earliest");
        assertEquals(earliestNs, timers.earliestDeadlineNs(), "earliest deadline");
        assertTrue(timers.hasDue(earliestNs), "due at its deadline");
        assertFalse(timers.hasDue(earliestNs - 1), "due before its deadline");
    }

    private void compareNode(int id) {
        if (isStarted(id)) {
            assertTrue(nodes[id].isStarted(), "isStarted");
            assertEquals(baseNs + keys[id].offsetNs, nodes[id].deadlineNs(), "deadline");
            assertEquals(isDeferred(keys[id], expected.get(keys[id])), nodes[id].isDeferred, "deferred");
        } else {
            RedBlackRules.checkIdle(nodes[id]);
        }
    }

    private boolean isDeferred(Key key, Entry entry) {
        return runningPass != NO_PASS && entry.startedInPass == runningPass && key.offsetNs <= passOffsetNs;
    }

    /** The first that is due and was not started in the running pass, -1 when there is none. */
    private int nextToFire() {
        for (Map.Entry<Key, Entry> entry : expected.entrySet()) {
            if (entry.getKey().offsetNs > passOffsetNs) {
                return -1;
            }
            if (entry.getValue().startedInPass != runningPass) {
                return entry.getValue().id;
            }
        }
        return -1;
    }

    private void expect(int id, long offsetNs) {
        keys[id] = new Key(offsetNs, nextStartOrder++);
        expected.put(keys[id], new Entry(id, runningPass));
    }

    private void forget(int id) {
        if (isStarted(id)) {
            expected.remove(keys[id]);
            keys[id] = null;
        }
    }
}
