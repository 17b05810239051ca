package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nothing is allocated after the node, and the node is small. */
class TimerTreeAllocationTest {
    private static final int ROUNDS = 100_000;
    private static final int NODES = 1_000;
    private static final long DELAY_NS = 1_000_000;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final TimerTree timers = new TimerTree();
    private final TimerNode[] nodes = new TimerNode[NODES];
    private final TimerNode deferredOnce = new TimerNode();
    private long nowNs;
    private int fired;

    @BeforeEach
    void shouldBeAbleToMeasureWhenTestsStart() {
        assumeTrue(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled());
    }

    @Test
    void shouldAllocateNothingWhenWarm() {
        for (int i = 0; i < NODES; i++) {
            nodes[i] = new TimerNode();
            timers.start(nodes[i], i);
        }
        TimerTree.ExpiryHandler handler = this::onExpired;
        run(handler);

        long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        run(handler);
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

        assertTrue(fired > ROUNDS, "the rounds did not fire: fired=" + fired);
        assertEquals(0, allocatedBytes, "bytes allocated in " + ROUNDS + " rounds");
    }

    @Test
    void shouldTakeFortyBytesWhenReferencesAreCompressed() {
        assumeTrue(isCompressingReferences());
        TimerNode[] kept = new TimerNode[ROUNDS];
        kept[0] = new TimerNode(); // loads the class
        long beforeBytes = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            kept[i] = new TimerNode();
        }
        long allocatedBytes = threads.getCurrentThreadAllocatedBytes() - beforeBytes;

        assertTrue(allocatedBytes <= 40L * ROUNDS, "bytes for " + kept.length + " nodes: " + allocatedBytes);
    }

    /** Every operation of the hot path in each round: restart, stop, start, the questions, and a pass with deferral. */
    private void run(TimerTree.ExpiryHandler handler) {
        for (int round = 0; round < ROUNDS; round++) {
            nowNs += DELAY_NS / NODES;
            timers.restart(nodes[round % NODES], nowNs + DELAY_NS);
            TimerNode moved = nodes[round * 7 % NODES];
            timers.stop(moved);
            timers.start(moved, nowNs + round % DELAY_NS);
            timers.restart(timers.earliest(), nowNs);
            if (timers.hasDue(nowNs) && timers.earliestDeadlineNs() <= nowNs) {
                fired += timers.expire(nowNs, 64, handler);
            }
        }
    }

    private void onExpired(TimerNode node, long passNowNs) {
        timers.restart(deferredOnce, passNowNs);
        timers.restart(node, passNowNs + DELAY_NS); // not start: it may be the deferred one itself
    }

    private static boolean isCompressingReferences() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return vm != null
                && Boolean.parseBoolean(vm.getVMOption("UseCompressedOops").getValue());
    }
}
