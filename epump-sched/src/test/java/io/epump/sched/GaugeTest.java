package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** What an owner publishes about its work, value by value. */
class GaugeTest {
    private final Gauge gauge = new Gauge();
    private final EventSource source = new TestSource();

    @Test
    void shouldShowNothingWhenNothingRan() {
        assertEquals(0, gauge.batchStart());
        assertEquals(0, gauge.callbackStart());
        assertNull(gauge.running());
        assertEquals(0, gauge.busy(1_000));
        assertEquals(0, gauge.eventsHandled());
        assertEquals(0, gauge.longestCallback());
    }

    @Test
    void shouldShowBatchAndCallbackWhenOneRuns() {
        gauge.onBatchStart(100);
        gauge.onCallbackStart(source, 110);

        assertEquals(100, gauge.batchStart());
        assertEquals(110, gauge.callbackStart());
        assertSame(source, gauge.running());
        assertEquals(25, gauge.busy(125), "the running batch counts");
        assertEquals(0, gauge.busy(90), "a reader whose clock reading is older than the batch");
    }

    @Test
    void shouldKeepTheSumsWhenBatchesHaveEnded() {
        runBatch(100, 130, 2);
        runBatch(200, 205, 1);

        assertEquals(0, gauge.batchStart());
        assertEquals(0, gauge.callbackStart());
        assertNull(gauge.running());
        assertEquals(35, gauge.busy(1_000));
        assertEquals(205, gauge.lastEnd());
        assertEquals(3, gauge.eventsHandled());
        assertEquals(30, gauge.longestCallback());
    }

    @Test
    void shouldAddTheRunningBatchWhenEarlierOnesHaveEnded() {
        runBatch(100, 130, 2);
        gauge.onBatchStart(500);
        assertEquals(30 + 7, gauge.busy(507));
    }

    @Test
    void shouldTakeZeroForOneWhenTheClockAnswersZero() {
        gauge.onBatchStart(0);
        gauge.onCallbackStart(source, 0);
        assertEquals(1, gauge.batchStart());
        assertEquals(1, gauge.callbackStart());
    }

    @Test
    void shouldCountOnWhenTheClockIsNegativeAndPassesZero() {
        gauge.onBatchStart(-20);
        assertEquals(-20, gauge.batchStart());
        assertEquals(30, gauge.busy(10));
        gauge.onBatchEnd(-20, 10, 1);
        assertEquals(30, gauge.busy(10));
    }

    private void runBatch(long startNs, long endNs, int events) {
        gauge.onBatchStart(startNs);
        gauge.onCallbackStart(source, startNs);
        gauge.onCallbackEnd(startNs, endNs);
        gauge.onBatchEnd(startNs, endNs, events);
    }
}
