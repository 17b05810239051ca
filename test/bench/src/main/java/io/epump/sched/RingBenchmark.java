package io.epump.sched;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import io.epump.bench.BenchOwners;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The hand-off from two producers to one consumer, in events; peer: a stock Disruptor ring with an EventPoller, and the
 * same slots.
 *
 * <ul>
 *   <li>ring: only our ring, in batches, the wake-up check included; beside stockBatch, which claims as much at once;
 *   <li>pump: the whole way, {@link Dispatcher} to {@link Worker}, in batches as a pump's turn makes them: the worker reads
 *       the clock for each callback and publishes what runs;
 *   <li>post: the whole way one by one, as user events go; beside stockSingle.
 * </ul>
 *
 * <p>All producers keep within half of the ring, so no ring is ever full, and all give up their time slice when they have to
 * wait. With YIELD so do the consumers; with PARK the worker sleeps and is woken.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseParallelGC")
@Threads(RingBenchmark.PRODUCERS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class RingBenchmark {
    static final int PRODUCERS = 2;

    /** Events that a producer sends at once: a turn with a quarter of 64 connections ready. */
    static final int TURN = 16;

    /** Called by JMH. */
    public RingBenchmark() {}

    /** What all of them have in common: the consumer's thread, and how much a producer may have under way. */
    public abstract static class Way {
        private final List<BenchSource> sources = new CopyOnWriteArrayList<>();
        private volatile boolean stopped;
        private Thread consumer;

        /** Called by JMH. */
        protected Way() {}

        /** Runs one batch again and again; after each the producers get new leave, in the same manner for all ways. */
        final void startConsumer(Runnable batch) {
            consumer = new Thread(
                    () -> {
                        while (!stopped) {
                            batch.run();
                            for (int i = 0; i < sources.size(); i++) {
                                sources.get(i).publishReceived();
                            }
                        }
                    },
                    "consumer");
            consumer.setDaemon(true);
            consumer.start();
        }

        final void stopConsumer() throws InterruptedException {
            stopped = true;
            consumer.join(10_000);
            if (consumer.isAlive()) {
                throw new IllegalStateException("the consumer does not end");
            }
        }

        final void join(Producer producer) {
            if (!producer.joined) {
                producer.joined = true;
                sources.add(producer.source);
            }
        }
    }

    /** A producer's own: its source, and how much of it is under way. */
    @State(Scope.Thread)
    public static class Producer {
        final BenchSource source = new BenchSource();
        private long sent;
        private long received;

        // of one way
        private Dispatcher dispatcher;
        private EventBatch batch;
        private boolean joined;

        /** Called by JMH. */
        public Producer() {}

        @SuppressWarnings("ThreadPriorityCheck") // there are more threads than cores
        void awaitLeave(int events, long leave) {
            while (sent + events - received > leave) {
                received = source.received();
                if (sent + events - received > leave) {
                    Thread.yield();
                }
            }
            sent += events;
        }
    }

    /** A worker of ours. */
    @State(Scope.Benchmark)
    public static class OurWorker extends Way {
        @Param({"1024", "65536"})
        int ringSize;

        @Param({"YIELD", "PARK"})
        WaitStrategy wait;

        private WorkerPool pool;
        private Worker worker;

        /** Called by JMH. */
        public OurWorker() {}

        /** Starts the worker. */
        @Setup
        public void start() {
            pool = new WorkerPool(1, "worker-", ringSize, wait, DispatchPolicy.LEAST_LOAD, BenchOwners.setup());
            worker = pool.worker(0);
            startConsumer(() -> worker.turn(1_000_000_000L));
        }

        /**
         * Stops it.
         *
         * @throws InterruptedException when interrupted
         */
        @TearDown
        public void stop() throws InterruptedException {
            worker.requestStop();
            stopConsumer();
            if (worker.spilled() > 0) {
                throw new IllegalStateException("spilled=" + worker.spilled() + ": the ring was full");
            }
        }

        Dispatcher dispatcherOf(Producer producer) {
            if (producer.dispatcher == null) {
                producer.source.pinOnce(worker);
                producer.dispatcher = new Dispatcher(pool, new Counters<>(OwnerCounter.class));
            }
            return producer.dispatcher;
        }
    }

    /** Our ring without a worker. */
    @State(Scope.Benchmark)
    public static class OurRing extends Way {
        @Param({"1024", "65536"})
        int ringSize;

        private EventRing ring;
        private final IOEvent event = new IOEvent();
        private final Doorbell doorbell = new Doorbell() {
            @Override
            protected void signal() {
                throw new IllegalStateException("nobody sleeps here");
            }
        };

        /** Called by JMH. */
        public OurRing() {}

        /** Starts the consumer. */
        @Setup
        public void start() {
            ring = new EventRing(ringSize);
            startConsumer(this::consume);
        }

        @SuppressWarnings("ThreadPriorityCheck") // there are more threads than cores
        private void consume() {
            int done = 0;
            while (done < Worker.BATCH_LIMIT && ring.poll(event)) {
                event.source().onEvent(null, event.code(), event.stamp(), event.payload());
                done++;
            }
            if (done > 0) {
                ring.release();
            } else {
                Thread.yield();
            }
        }

        /**
         * Stops it.
         *
         * @throws InterruptedException when interrupted
         */
        @TearDown
        public void stop() throws InterruptedException {
            stopConsumer();
            if (ring.spilled() > 0) {
                throw new IllegalStateException("spilled=" + ring.spilled() + ": the ring was full");
            }
        }
    }

    /** The peer. */
    @State(Scope.Benchmark)
    public static class StockRing extends Way {
        @Param({"1024", "65536"})
        int ringSize;

        private RingBuffer<IOEvent> ring;
        private EventPoller<IOEvent> poller;

        /** Called by JMH. */
        public StockRing() {}

        /** Starts the consumer. */
        @Setup
        public void start() {
            ring = RingBuffer.createMultiProducer(IOEvent::new, ringSize, new BusySpinWaitStrategy());
            poller = ring.newPoller();
            ring.addGatingSequences(poller.getSequence());
            startConsumer(this::consume);
        }

        /** All that is there: so the poller is meant to be used. */
        @SuppressWarnings("ThreadPriorityCheck") // there are more threads than cores
        private void consume() {
            try {
                if (poller.poll(StockRing::onEvent) != EventPoller.PollState.PROCESSING) {
                    Thread.yield();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        private static boolean onEvent(IOEvent event, long sequence, boolean endOfBatch) {
            event.source().onEvent(null, event.code(), event.stamp(), event.payload());
            event.clear();
            return true;
        }

        /**
         * Stops it.
         *
         * @throws InterruptedException when interrupted
         */
        @TearDown
        public void stop() throws InterruptedException {
            stopConsumer();
        }
    }

    /**
     * Our ring, a batch with one claim and one look at the sleeper.
     *
     * @param way the ring
     * @param producer who sends
     */
    @Benchmark
    @OperationsPerInvocation(TURN)
    public void ring(OurRing way, Producer producer) {
        way.join(producer);
        if (producer.batch == null) {
            producer.batch = new EventBatch(TURN);
        }
        producer.awaitLeave(TURN, way.ringSize / PRODUCERS);
        for (int i = 0; i < TURN; i++) {
            producer.batch.add(producer.source, 4, i, null);
        }
        way.ring.publish(producer.batch);
        producer.batch.reset();
        way.doorbell.ring();
    }

    /**
     * The peer, a batch with one claim.
     *
     * @param way the ring
     * @param producer who sends
     */
    @Benchmark
    @OperationsPerInvocation(TURN)
    public void stockBatch(StockRing way, Producer producer) {
        way.join(producer);
        producer.awaitLeave(TURN, way.ringSize / PRODUCERS);
        long last = way.ring.next(TURN);
        long first = last - TURN + 1;
        for (int i = 0; i < TURN; i++) {
            way.ring.get(first + i).set(producer.source, 4, i, null);
        }
        way.ring.publish(first, last);
    }

    /**
     * The whole way of what a pump raises.
     *
     * @param way the worker
     * @param producer who sends
     */
    @Benchmark
    @OperationsPerInvocation(TURN)
    public void pump(OurWorker way, Producer producer) {
        way.join(producer);
        Dispatcher dispatcher = way.dispatcherOf(producer);
        producer.awaitLeave(TURN, way.ringSize / PRODUCERS);
        for (int i = 0; i < TURN; i++) {
            dispatcher.dispatch(producer.source, producer.source, 4, i, 0);
        }
        dispatcher.flush();
    }

    /**
     * The whole way of a single event.
     *
     * @param way the worker
     * @param producer who sends
     */
    @Benchmark
    public void post(OurWorker way, Producer producer) {
        way.join(producer);
        producer.awaitLeave(1, way.ringSize / PRODUCERS);
        way.worker.post(producer.source, 4, 0, null);
    }

    /**
     * The peer, one by one.
     *
     * @param way the ring
     * @param producer who sends
     */
    @Benchmark
    public void stockSingle(StockRing way, Producer producer) {
        way.join(producer);
        producer.awaitLeave(1, way.ringSize / PRODUCERS);
        long sequence = way.ring.next();
        way.ring.get(sequence).set(producer.source, 4, 0, null);
        way.ring.publish(sequence);
    }
}
