package io.epump.sched;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import io.epump.bench.BenchOwners;
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
 * What dispatching costs on one thread, so without any waiting for cache lines of others.
 *
 * <ul>
 *   <li>choiceFresh: a worker for a new source, the figures computed afresh;
 *   <li>choiceInBurst: the same from figures that are less than a millisecond old;
 *   <li>wayOfAnEvent: staged, published, taken and called, for an event of a pinned source;
 *   <li>ringWay: of that only our ring, so as much as the peer does;
 *   <li>stockWay: the peer, a stock Disruptor ring with an EventPoller: claimed, published, polled, called.
 * </ul>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class DispatchBenchmark {
    private static final int EVENTS = 64;
    private static final int RING_SIZE = 4096;
    private static final long OLD_NS = 1_000_001;

    /** Called by JMH. */
    public DispatchBenchmark() {}

    /** Some workers, none of which has a thread. */
    @State(Scope.Thread)
    public static class Workers {
        @Param({"4", "64"})
        int workers;

        private WorkerPool pool;
        private LoadMeter meter;
        private Dispatcher dispatcher;
        private final BenchSource[] sources = new BenchSource[EVENTS];
        private long nowNs;

        /** Called by JMH. */
        public Workers() {}

        /** Makes the workers, and pins sources to each of them. */
        @Setup
        public void make() {
            pool = new WorkerPool(
                    workers, "worker-", RING_SIZE, WaitStrategy.PARK, DispatchPolicy.LEAST_LOAD, BenchOwners.setup());
            meter = pool.newMeter();
            dispatcher = new Dispatcher(pool, new Counters<>(OwnerCounter.class));
            for (int i = 0; i < EVENTS; i++) {
                sources[i] = new BenchSource();
                sources[i].pinOnce(pool.worker(i % workers));
            }
        }
    }

    /** Our ring without a worker. */
    @State(Scope.Thread)
    public static class OurRing {
        private final EventRing ring = new EventRing(RING_SIZE);
        private final EventBatch batch = new EventBatch(EVENTS);
        private final IOEvent event = new IOEvent();
        private final BenchSource source = new BenchSource();

        /** Called by JMH. */
        public OurRing() {}
    }

    /** The peer. */
    @State(Scope.Thread)
    public static class StockRing {
        private final RingBuffer<IOEvent> ring =
                RingBuffer.createMultiProducer(IOEvent::new, RING_SIZE, new BusySpinWaitStrategy());
        private final EventPoller<IOEvent> poller = ring.newPoller();
        private final BenchSource source = new BenchSource();

        /** Called by JMH. */
        public StockRing() {}

        /** Lets the ring know its consumer. */
        @Setup
        public void make() {
            ring.addGatingSequences(poller.getSequence());
        }

        private static boolean onEvent(IOEvent event, long sequence, boolean endOfBatch) {
            event.source().onEvent(null, event.code(), event.stamp(), event.payload());
            event.clear();
            return true;
        }
    }

    /**
     * A choice with new figures.
     *
     * @param state the workers
     * @return the worker
     */
    @Benchmark
    public int choiceFresh(Workers state) {
        state.nowNs += OLD_NS;
        return state.meter.choose(state.nowNs);
    }

    /**
     * A choice with the figures of the last.
     *
     * @param state the workers
     * @return the worker
     */
    @Benchmark
    public int choiceInBurst(Workers state) {
        return state.meter.choose(state.nowNs);
    }

    /**
     * From the pump's raising an event to the return of its callback.
     *
     * @param state the workers
     * @return events run
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int wayOfAnEvent(Workers state) {
        for (BenchSource source : state.sources) {
            state.dispatcher.dispatch(source, source, 4, 0, state.nowNs);
        }
        state.dispatcher.flush();
        int done = 0;
        for (int i = 0; i < state.workers; i++) {
            done += state.pool.worker(i).turn(0);
        }
        return done;
    }

    /**
     * Through our ring alone.
     *
     * @param state the ring
     * @return events run
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int ringWay(OurRing state) {
        for (int i = 0; i < EVENTS; i++) {
            state.batch.add(state.source, 4, 0, null);
        }
        state.ring.publish(state.batch);
        state.batch.reset();
        int done = 0;
        for (; state.ring.poll(state.event); done++) {
            state.event.source().onEvent(null, state.event.code(), state.event.stamp(), state.event.payload());
        }
        state.ring.release();
        return done;
    }

    /**
     * The same by the peer.
     *
     * @param state the ring
     * @return how the poll ended
     * @throws Exception never
     */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public EventPoller.PollState stockWay(StockRing state) throws Exception {
        long last = state.ring.next(EVENTS);
        long first = last - EVENTS + 1;
        for (int i = 0; i < EVENTS; i++) {
            state.ring.get(first + i).set(state.source, 4, 0, null);
        }
        state.ring.publish(first, last);
        return state.poller.poll(StockRing::onEvent);
    }
}
