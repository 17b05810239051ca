package io.epump.bench;

import io.epump.timer.TimerNode;
import io.epump.timer.TimerTree;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One stop and one start with a million timers outstanding; the peer is a {@link TreeMap} keyed by deadline and start order.
 *
 * <ul>
 *   <li>recent: constant delay, the timer stopped is one of the last 64 that were started: a request that was answered;
 *   <li>oldest: constant delay, the timer stopped is the next that would fire;
 *   <li>random: any timer is stopped and started again with a random delay;
 *   <li>expire: constant delay, the oldest fires and starts itself again, 64 in a pass.
 * </ul>
 *
 * <p>The timers lie in memory in another order than that of their deadlines, as they do in a server. The clock is a number:
 * it advances by 50 ns with each start.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-XX:+UseParallelGC"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class TimerBenchmark {
    private static final int RECENT = 64;
    private static final int FIRED = 64;
    private static final long STEP_NS = 50;
    private static final long DELAY_NS = 60_000_000_000L;

    /** Called by JMH. */
    public TimerBenchmark() {}

    /** Which timer is next, and for when. */
    @State(Scope.Thread)
    public static class Choice {
        @Param("1000000")
        int outstanding;

        private final SplittableRandom random = new SplittableRandom(1);
        private long nowNs;
        private int next;

        /** Called by JMH. */
        public Choice() {}

        long constantDeadlineNs() {
            nowNs += STEP_NS;
            return nowNs + DELAY_NS;
        }

        long randomDeadlineNs() {
            nowNs += STEP_NS;
            return nowNs + random.nextLong(DELAY_NS);
        }

        /** One of the last that were started. */
        int recent() {
            next = (next + 1) % RECENT;
            return outstanding - RECENT + next;
        }

        /** Round and round: all were started in this order. */
        int oldest() {
            int oldest = next;
            next = oldest + 1 == outstanding ? 0 : oldest + 1;
            return oldest;
        }

        int any() {
            return random.nextInt(outstanding);
        }

        <T> void shuffle(T[] timers) {
            for (int i = timers.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                T swapped = timers[i];
                timers[i] = timers[j];
                timers[j] = swapped;
            }
        }
    }

    /** Our tree. */
    @State(Scope.Thread)
    public static class Tree {
        private final TimerTree timers = new TimerTree();
        private TimerNode[] nodes;

        /** Called by JMH. */
        public Tree() {}

        /**
         * Fills the tree.
         *
         * @param choice of the deadlines
         */
        @Setup
        public void fill(Choice choice) {
            nodes = new TimerNode[choice.outstanding];
            for (int i = 0; i < nodes.length; i++) {
                nodes[i] = new TimerNode();
            }
            choice.shuffle(nodes);
            for (TimerNode node : nodes) {
                timers.start(node, choice.constantDeadlineNs());
            }
        }

        boolean again(int index, long deadlineNs) {
            TimerNode node = nodes[index];
            boolean stopped = timers.stop(node);
            timers.start(node, deadlineNs);
            return stopped;
        }
    }

    /** The peer. */
    @State(Scope.Thread)
    public static class Peer {
        private final TreeMap<Deadline, PeerTimer> timers = new TreeMap<>();
        private PeerTimer[] all;
        private long starts;

        /** Called by JMH. */
        public Peer() {}

        /**
         * Fills the map.
         *
         * @param choice of the deadlines
         */
        @Setup
        public void fill(Choice choice) {
            all = new PeerTimer[choice.outstanding];
            for (int i = 0; i < all.length; i++) {
                all[i] = new PeerTimer();
            }
            choice.shuffle(all);
            for (PeerTimer timer : all) {
                start(timer, choice.constantDeadlineNs());
            }
        }

        void start(PeerTimer timer, long deadlineNs) {
            timer.key = new Deadline(deadlineNs, starts++);
            timers.put(timer.key, timer);
        }

        boolean again(int index, long deadlineNs) {
            PeerTimer timer = all[index];
            boolean stopped = timers.remove(timer.key) != null;
            start(timer, deadlineNs);
            return stopped;
        }
    }

    private record Deadline(long deadlineNs, long start) implements Comparable<Deadline> {
        @Override
        public int compareTo(Deadline other) {
            long difference = deadlineNs - other.deadlineNs;
            return difference != 0 ? Long.signum(difference) : Long.compare(start, other.start);
        }
    }

    private static final class PeerTimer {
        private Deadline key;
    }

    /**
     * A recent timer of ours.
     *
     * @param tree the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean recentTree(Tree tree, Choice choice) {
        return tree.again(choice.recent(), choice.constantDeadlineNs());
    }

    /**
     * A recent timer of the peer.
     *
     * @param peer the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean recentTreeMap(Peer peer, Choice choice) {
        return peer.again(choice.recent(), choice.constantDeadlineNs());
    }

    /**
     * Our oldest timer.
     *
     * @param tree the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean oldestTree(Tree tree, Choice choice) {
        return tree.again(choice.oldest(), choice.constantDeadlineNs());
    }

    /**
     * The peer's oldest timer.
     *
     * @param peer the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean oldestTreeMap(Peer peer, Choice choice) {
        return peer.again(choice.oldest(), choice.constantDeadlineNs());
    }

    /**
     * Any timer of ours.
     *
     * @param tree the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean randomTree(Tree tree, Choice choice) {
        return tree.again(choice.any(), choice.randomDeadlineNs());
    }

    /**
     * Any timer of the peer.
     *
     * @param peer the timers
     * @param choice the next
     * @return true
     */
    @Benchmark
    public boolean randomTreeMap(Peer peer, Choice choice) {
        return peer.again(choice.any(), choice.randomDeadlineNs());
    }

    /**
     * A pass over ours.
     *
     * @param tree the timers
     * @param choice the deadlines
     * @return how many have fired
     */
    @Benchmark
    @OperationsPerInvocation(FIRED)
    public int expireTree(Tree tree, Choice choice) {
        long dueNs = tree.timers.earliestDeadlineNs() + (FIRED - 1) * STEP_NS;
        return tree.timers.expire(dueNs, FIRED, (node, nowNs) -> tree.timers.start(node, choice.constantDeadlineNs()));
    }

    /**
     * A pass over the peer's.
     *
     * @param peer the timers
     * @param choice the deadlines
     * @return how many have fired
     */
    @Benchmark
    @OperationsPerInvocation(FIRED)
    public int expireTreeMap(Peer peer, Choice choice) {
        long dueNs = peer.timers.firstKey().deadlineNs + (FIRED - 1) * STEP_NS;
        int fired = 0;
        while (fired < FIRED && peer.timers.firstKey().deadlineNs - dueNs <= 0) {
            Map.Entry<Deadline, PeerTimer> first = peer.timers.pollFirstEntry();
            peer.start(first.getValue(), choice.constantDeadlineNs());
            fired++;
        }
        return fired;
    }
}
