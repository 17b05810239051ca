package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Long random histories against the model. The seed is printed; {@code -Dseed=} runs the same history again. */
class TimerTreeModelTest {
    private static final int STEPS = 20_000;
    private static final int MAX_STEPS_IN_PASS = 4;
    private static final long CONSTANT_DELAY_NS = 1_000;
    /** Where the clock of the tree starts: its deadlines are on both sides of the wrap, then of zero. */
    private static final long BEFORE_WRAP_NS = Long.MAX_VALUE - 10_000;

    private static final long BEFORE_ZERO_NS = -10_000;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private TimerModel model;
    private int count;
    private long nowNs;

    @BeforeEach
    void shouldPrintTheSeedWhenATestStarts(TestInfo test) {
        System.out.println(test.getDisplayName() + " -Dseed=" + seed);
    }

    @Test
    void shouldEqualTheModelWhenFewTimersMixEverything() {
        runHistory(5, BEFORE_WRAP_NS);
    }

    @Test
    void shouldEqualTheModelWhenSomeTimersMixEverything() {
        runHistory(40, BEFORE_WRAP_NS);
    }

    @Test
    void shouldEqualTheModelWhenManyTimersMixEverything() {
        runHistory(300, BEFORE_ZERO_NS);
    }

    @Test
    void shouldKeepTheRulesWhenTheTreeGrowsLarge() {
        TimerTree timers = new TimerTree();
        TimerNode[] nodes = new TimerNode[50_000];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = new TimerNode();
            timers.start(nodes[i], BEFORE_WRAP_NS + random.nextInt(nodes.length / 2));
        }
        for (int round = 0; round < 20; round++) {
            for (int i = 0; i < nodes.length / 10; i++) {
                TimerNode node = nodes[random.nextInt(nodes.length)];
                if (!timers.stop(node)) {
                    timers.start(node, BEFORE_WRAP_NS + random.nextInt(nodes.length));
                }
            }
            assertEquals(timers.size(), RedBlackRules.check(timers).size(), "seed=" + seed);
        }
    }

    private void runHistory(int timers, long baseNs) {
        model = new TimerModel(timers, baseNs);
        count = timers;
        for (int step = 0; step < STEPS; step++) {
            try {
                doStep();
                model.compare();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed=" + seed + " step=" + step + ": " + e.getMessage(), e);
            }
        }
    }

    private void doStep() {
        nowNs += random.nextInt(4);
        if (random.nextInt(5) == 0) {
            doPass();
        } else {
            change();
        }
    }

    private void doPass() {
        int limit = random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(4);
        if (random.nextInt(4) > 0) {
            model.expire(nowNs, limit, id -> changeInsidePass());
        } else {
            expireThrowing(limit);
        }
    }

    private void expireThrowing(int limit) {
        RuntimeException thrown = new RuntimeException("from the handler");
        int[] left = {random.nextInt(3)};
        try {
            model.expire(nowNs, limit, id -> {
                changeInsidePass();
                if (left[0]-- == 0) {
                    throw thrown;
                }
            });
        } catch (RuntimeException e) {
            if (e != thrown) {
                throw e;
            }
        }
    }

    private void changeInsidePass() {
        for (int i = random.nextInt(MAX_STEPS_IN_PASS + 1); i > 0; i--) {
            change();
            model.compare();
        }
        if (random.nextInt(8) == 0) {
            model.expireInsidePass(nowNs);
        }
    }

    private void change() {
        int id = random.nextInt(count);
        switch (random.nextInt(8)) {
            case 0, 1, 2, 3 -> model.start(id, chooseOffsetNs());
            case 4, 5 -> model.restart(id, chooseOffsetNs());
            case 6 -> model.stop(id);
            default -> {
                if (random.nextInt(8) == 0) {
                    model.pollEarliest();
                } else {
                    model.stop(id);
                }
            }
        }
    }

    /** What timers are really started for: one constant delay, at once or overdue, the same as another, anything. */
    private long chooseOffsetNs() {
        int other = random.nextInt(count);
        return switch (random.nextInt(5)) {
            case 0 -> nowNs + CONSTANT_DELAY_NS;
            case 1 -> nowNs - random.nextInt(10);
            case 2 -> nowNs + random.nextInt(10);
            case 3 -> model.isStarted(other) ? model.offsetNs(other) : nowNs;
            default -> nowNs + random.nextInt(100_000);
        };
    }
}
