package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Small scope, but all of it. */
class TimerTreeExhaustiveTest {
    private static final int MAX_PERMUTED = 6;
    private static final int MAX_REACHED = 14;
    /** Some trees of the largest sizes can be reached by way of still larger ones only. */
    private static final int MAX_COUNTED = 12;
    /** Wide enough to halve the gap between two neighbours at every step of the longest history. */
    private static final long GAP_NS = 1L << 40;

    @Test
    void shouldKeepTheRulesWhenStartedAndStoppedInEveryOrder() {
        for (int count = 1; count <= MAX_PERMUTED; count++) {
            List<int[]> orders = permutations(count);
            for (int[] startOrder : orders) {
                for (int[] stopOrder : orders) {
                    startAndStopAll(startOrder, stopOrder);
                }
            }
        }
    }

    /**
     * Walks from the empty tree through every shape and colouring that can be reached with up to fourteen timers, and
     * in each tries every place for one more start and every single stop. What an operation does depends on nothing
     * else, so this covers every history of such a tree, of whatever length.
     */
    @Test
    void shouldKeepTheRulesWhenAnyReachableTreeChanges() {
        Set<String> seen = new HashSet<>();
        Deque<int[]> histories = new ArrayDeque<>();
        seen.add(RedBlackRules.shape(new TimerTree()));
        histories.add(new int[0]);
        while (!histories.isEmpty()) {
            int[] history = histories.remove();
            int count = replay(history).size();
            for (int place = 0; place <= count && count < MAX_REACHED; place++) {
                follow(history, place, seen, histories);
            }
            for (int place = 0; place < count; place++) {
                follow(history, ~place, seen, histories);
            }
        }
        for (int count = 0; count <= MAX_COUNTED; count++) {
            int length = 2 * count + 1;
            long reached =
                    seen.stream().filter(shape -> shape.length() == length).count();
            assertEquals(countBlackTrees(count), reached, "shapes reached with " + count + " timers");
        }
    }

    /** How many trees of so many nodes obey the rules: by arithmetic, to see that the walk left none out. */
    private static long countBlackTrees(int count) {
        long trees = 0;
        for (int height = 0; height <= count; height++) {
            trees += countTrees(count, height, false);
        }
        return trees;
    }

    private static long countTrees(int count, int blackHeight, boolean isRed) {
        if (count == 0) {
            return blackHeight == 0 && !isRed ? 1 : 0;
        }
        int childHeight = isRed ? blackHeight : blackHeight - 1;
        long trees = 0;
        for (int left = 0; left < count && childHeight >= 0; left++) {
            trees += countChildren(left, childHeight, isRed) * countChildren(count - 1 - left, childHeight, isRed);
        }
        return trees;
    }

    private static long countChildren(int count, int blackHeight, boolean isParentRed) {
        long blackTrees = countTrees(count, blackHeight, false);
        return isParentRed ? blackTrees : blackTrees + countTrees(count, blackHeight, true);
    }

    private static void startAndStopAll(int[] startOrder, int[] stopOrder) {
        TimerTree timers = new TimerTree();
        TimerNode[] nodes = new TimerNode[startOrder.length];
        for (int rank : startOrder) {
            nodes[rank] = new TimerNode();
            timers.start(nodes[rank], 10L * rank);
            RedBlackRules.check(timers);
        }
        assertEquals(Arrays.asList(nodes), RedBlackRules.check(timers));
        for (int rank : stopOrder) {
            assertTrue(timers.stop(nodes[rank]));
            RedBlackRules.check(timers);
        }
    }

    /** Takes one more step and remembers where it led, when it led to something new. */
    private static void follow(int[] history, int step, Set<String> seen, Deque<int[]> histories) {
        int[] longer = Arrays.copyOf(history, history.length + 1);
        longer[history.length] = step;
        TimerTree timers = replay(longer);
        RedBlackRules.check(timers);
        if (seen.add(RedBlackRules.shape(timers))) {
            histories.add(longer);
        }
    }

    /** A history is a list of steps: a place to start a timer at, 0 the earliest, or the complement of one to stop. */
    private static TimerTree replay(int[] history) {
        TimerTree timers = new TimerTree();
        List<TimerNode> inOrder = new ArrayList<>();
        for (int step : history) {
            if (step < 0) {
                assertTrue(timers.stop(inOrder.remove(~step)));
            } else {
                TimerNode node = new TimerNode();
                timers.start(node, deadlineForPlace(inOrder, step));
                inOrder.add(step, node);
            }
        }
        assertEquals(inOrder, RedBlackRules.check(timers));
        return timers;
    }

    private static long deadlineForPlace(List<TimerNode> inOrder, int place) {
        if (inOrder.isEmpty()) {
            return 0;
        }
        if (place == 0) {
            return inOrder.get(0).deadlineNs - GAP_NS;
        }
        long beforeNs = inOrder.get(place - 1).deadlineNs;
        return place == inOrder.size() ? beforeNs + GAP_NS : beforeNs + (inOrder.get(place).deadlineNs - beforeNs) / 2;
    }

    private static List<int[]> permutations(int count) {
        List<int[]> all = new ArrayList<>();
        permute(new int[count], 0, 0, all);
        return all;
    }

    private static void permute(int[] chosen, int length, int used, List<int[]> all) {
        if (length == chosen.length) {
            all.add(chosen.clone());
        }
        for (int next = 0; next < chosen.length; next++) {
            if ((used & 1 << next) == 0) {
                chosen[length] = next;
                permute(chosen, length + 1, used | 1 << next, all);
            }
        }
    }
}
