package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Least load as a pure decision, against the rule spelled out. */
class DispatchPolicyTest {
    private static final int[] NOBODY_PINNED = {0, 0, 0, 0};

    /** The workers as somebody might see them. */
    private static final class Loads implements WorkerLoads {
        private final int[] points;
        private final int[] pinned;
        private final int rotation;
        private final Set<Integer> stalled;

        Loads(int[] points, int[] pinned, int rotation, Set<Integer> stalled) {
            this.stalled = stalled;
            this.points = points;
            this.pinned = pinned;
            this.rotation = rotation;
        }

        @Override
        public int workers() {
            return points.length;
        }

        @Override
        public int load(int worker) {
            return points[worker];
        }

        @Override
        public int pinned(int worker) {
            return pinned[worker];
        }

        @Override
        public boolean isStalled(int worker) {
            return stalled.contains(worker);
        }

        @Override
        public int rotation() {
            return rotation;
        }
    }

    @Test
    void shouldChooseTheLeastLoadedWhenItIsLessByMoreThanTenPoints() {
        for (int least = 0; least < 4; least++) {
            int[] points = {111, 111, 111, 111};
            points[least] = 100;
            int[] pinned = {0, 0, 0, 0};
            pinned[least] = 1_000;
            for (int rotation = 0; rotation < 4; rotation++) {
                assertEquals(least, choose(points, pinned, rotation));
            }
        }
    }

    @Test
    void shouldChooseTheFewestPinnedWhenWithinTenPoints() {
        assertEquals(3, choose(new int[] {100, 105, 111, 110}, new int[] {9, 8, 0, 7}, 0));
        assertEquals(1, choose(new int[] {100, 105, 111, 110}, new int[] {9, 6, 0, 7}, 0));
        assertEquals(0, choose(new int[] {100, 111, 111, 111}, new int[] {9, 6, 0, 7}, 3));
    }

    @Test
    void shouldRotateWhenLoadsAndPinsAreEqual() {
        for (int rotation = 0; rotation < 4; rotation++) {
            assertEquals(rotation, choose(new int[] {0, 0, 0, 0}, NOBODY_PINNED, rotation));
        }
        assertEquals(3, choose(new int[] {5, 50, 50, 5}, NOBODY_PINNED, 1), "the first from there on that is near");
        assertEquals(0, choose(new int[] {5, 50, 50, 50}, NOBODY_PINNED, 1), "all around");
    }

    @Test
    void shouldAvoidAStalledWorkerWhenAnotherIsFreeHoweverLoaded() {
        int[] points = {0, 1_000, 1_000, 1_000};
        int[] pinned = {0, 9, 8, 9};
        assertEquals(2, choose(points, pinned, 0, Set.of(0)), "neither least nor near");
        assertEquals(3, choose(points, pinned, 0, Set.of(0, 1, 2)));
        points[1] = 11;
        assertEquals(1, choose(points, pinned, 0, Set.of(0)), "least among the others");
    }

    @Test
    void shouldFollowTheRuleWhenAllAreStalled() {
        Set<Integer> all = Set.of(0, 1, 2, 3);
        assertEquals(2, choose(new int[] {50, 60, 39, 50}, NOBODY_PINNED, 0, all));
        assertEquals(1, choose(new int[] {50, 50, 50, 50}, NOBODY_PINNED, 1, all));
    }

    @Test
    void shouldChooseTheOnlyWorkerWhenThereIsOne() {
        assertEquals(0, choose(new int[] {7}, new int[] {0}, 0, Set.of(0)));
        assertEquals(0, choose(new int[] {1_000}, new int[] {1_000_000}, 0));
    }

    /** Every small case against the rule written down once more, as a sort by its three criteria. */
    @Test
    void shouldFollowTheRuleWhenAnyThreeWorkersStandAnyhow() {
        int[] someLoads = {0, 10, 11, 21};
        for (int all = 0; all < 64 * 27 * 3; all++) {
            int[] points = {someLoads[all & 3], someLoads[all >> 2 & 3], someLoads[all >> 4 & 3]};
            int rest = all >> 6;
            int[] pinned = {rest % 3, rest / 3 % 3, rest / 9 % 3};
            int rotation = rest / 27;
            int best = -1;
            for (int i = 0; i < 3; i++) {
                if (best < 0 || rank(points, pinned, rotation, i) < rank(points, pinned, rotation, best)) {
                    best = i;
                }
            }
            assertEquals(best, choose(points, pinned, rotation), "case " + all);
        }
    }

    private static int rank(int[] points, int[] pinned, int rotation, int worker) {
        int least = Math.min(points[0], Math.min(points[1], points[2]));
        int far = points[worker] - least > 10 ? 1 : 0;
        return far * 1_000 + pinned[worker] * 10 + (worker - rotation + 3) % 3;
    }

    private static int choose(int[] points, int[] pinned, int rotation) {
        return choose(points, pinned, rotation, Set.of());
    }

    private static int choose(int[] points, int[] pinned, int rotation, Set<Integer> stalled) {
        return DispatchPolicy.LEAST_LOAD.choose(new Loads(points, pinned, rotation, stalled));
    }
}
