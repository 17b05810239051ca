package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ring and overflow against the model: small scope but all of it, then long random histories. */
class EventRingModelTest {
    private static final int EVENTS_PER_PRODUCER = 3;
    private static final int STEPS = 200_000;
    private static final int PRODUCERS = 3;

    private static final char FIRST = 'a';
    private static final char SECOND = 'b';
    private static final char POLL = 'p';
    private static final char RELEASE = 'r';

    private final StringBuilder history = new StringBuilder();
    private long histories;

    /**
     * Every history of two producers with three events each, the worker taking one event or ending its batch anywhere in
     * between. What is left at the end of a history is drained, so each of its beginnings is covered too.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldEqualTheModelWhenTwoProducersAndTheWorkerInterleaveInEveryWay(int size) {
        extend(size, 0, 0, 0, false);
        assertTrue(histories > 100_000, "histories=" + histories);
    }

    private void extend(int size, int first, int second, int polled, boolean inBatch) {
        if (first == EVENTS_PER_PRODUCER && second == EVENTS_PER_PRODUCER) {
            replay(size);
            return;
        }
        if (first < EVENTS_PER_PRODUCER) {
            step(FIRST, () -> extend(size, first + 1, second, polled, inBatch));
        }
        if (second < EVENTS_PER_PRODUCER) {
            step(SECOND, () -> extend(size, first, second + 1, polled, inBatch));
        }
        if (polled < first + second) {
            step(POLL, () -> extend(size, first, second, polled + 1, true));
        }
        if (inBatch) {
            step(RELEASE, () -> extend(size, first, second, polled, false));
        }
    }

    private void step(char operation, Runnable rest) {
        history.append(operation);
        rest.run();
        history.setLength(history.length() - 1);
    }

    private void replay(int size) {
        histories++;
        RingModel model = new RingModel(size, 2);
        try {
            for (int i = 0; i < history.length(); i++) {
                switch (history.charAt(i)) {
                    case FIRST -> model.publish(0);
                    case SECOND -> model.publish(1);
                    case POLL -> model.poll();
                    default -> model.release();
                }
            }
            model.drain();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("size=" + size + " history=" + history + ": " + e.getMessage(), e);
        }
    }

    /** The seed is printed; {@code -Dseed=} runs the same histories again. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 1024})
    void shouldEqualTheModelWhenThreeProducersAndTheWorkerDoAnything(int size, TestInfo test) {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println(test.getDisplayName() + " ring of " + size + " -Dseed=" + seed);
        Random random = new Random(seed);
        RingModel model = new RingModel(size, PRODUCERS);
        int step = 0;
        try {
            while (step < STEPS) {
                int phase = random.nextInt(3); // producers ahead, worker ahead, or even: full and empty are reached
                for (int end = step + 1 + random.nextInt(4 * size + 20); step < end; step++) {
                    doStep(model, random, size, phase);
                }
            }
            model.drain();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed=" + seed + " step=" + step + ": " + e.getMessage(), e);
        }
        assertTrue(model.spilled() > 0, "never full, seed=" + seed);
    }

    private static void doStep(RingModel model, Random random, int size, int phase) {
        int producer = random.nextInt(PRODUCERS);
        switch (random.nextInt(6)) {
            case 0 -> model.publish(producer);
            case 1 -> {
                if (phase == 0) {
                    model.publishBatch(producer, 1 + random.nextInt(Math.min(2 * size, 300)));
                } else {
                    model.publishBatch(producer, random.nextInt(3));
                }
            }
            case 2 -> model.release();
            default -> {
                for (int polls = phase == 1 ? random.nextInt(size + 2) : 1; polls > 0; polls--) {
                    model.poll();
                }
            }
        }
    }
}
