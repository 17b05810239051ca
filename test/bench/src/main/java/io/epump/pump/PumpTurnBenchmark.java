package io.epump.pump;

import io.epump.bench.BenchOwners;
import io.epump.sched.DispatchPolicy;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WaitStrategy;
import io.epump.sched.WorkerPool;
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
 * What an event costs in a pump's turn without the system calls: a notifier that tells 64 of so many devices ready. With a
 * worker, on the same thread, its turn and the arming that follows are included.
 *
 * <p>Ready {@code SAME}: two groups of 64 devices by turns, the others idle: shows whether anything is done per device that
 * is not ready. Ready {@code ALL}: every device in its turn: shows what their memory costs besides.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class PumpTurnBenchmark {
    private static final int READY = 64;
    private static final int RING_SIZE = 4096;

    /** Which devices are ready. */
    public enum Ready {
        /** Always the same few. */
        SAME,
        /** One after the other. */
        ALL
    }

    @Param({"1000", "100000", "300000"})
    int devices;

    @Param({"0", "1"})
    int workers;

    @Param({"SAME", "ALL"})
    Ready ready;

    private Pump pump;
    private WorkerPool pool;
    private long called;

    /** Called by JMH. */
    public PumpTurnBenchmark() {}

    private final class Device extends PumpedDevice {
        Device(Pump pump, long id) {
            super(pump, id, null, Interest.READ);
        }

        void open() {
            handOver();
        }

        @Override
        protected void fire(int code, Object payload) {
            called++;
        }
    }

    /** Tells some devices ready, never waits. */
    private final class ReadyDevices implements Notifier {
        private final PumpedDevice[] watched = new PumpedDevice[devices];
        private int count;
        private int next;

        @Override
        public int select(long timeoutMs, ReadyHandler handler) {
            if (count < watched.length) {
                return 0; // not all are open yet
            }
            // Those of the turn before may not be armed yet, so SAME are two groups that take turns.
            int end = ready == Ready.SAME ? 2 * READY : watched.length;
            for (int i = 0; i < READY; i++) {
                handler.onReady(watched[next], Interest.READ);
                next = next + 1 == end ? 0 : next + 1;
            }
            return READY;
        }

        @Override
        public void add(PumpedDevice device, int interest) {
            device.registration = this;
            watched[count++] = device;
        }

        @Override
        public boolean arm(PumpedDevice device, int interest) {
            return true;
        }

        @Override
        public void wakeup() {}

        @Override
        public void remove(PumpedDevice device) {}

        @Override
        public String rebuild() {
            return "";
        }

        @Override
        public void close() {}
    }

    /** Opens the devices. */
    @Setup
    public void open() {
        OwnerSetup owners = BenchOwners.setup();
        pool = workers == 0
                ? null
                : new WorkerPool(workers, "worker-", RING_SIZE, WaitStrategy.PARK, DispatchPolicy.LEAST_LOAD, owners);
        ReadyDevices notifier = new ReadyDevices();
        PumpSetup setup = new PumpSetup(owners, pool, 2_000_000, 5_000_000, 100_000_000, 10_000_000);
        pump = new Pump(0, "pump", setup, notifier);
        for (int i = 0; i < devices; i++) {
            new Device(pump, i).open();
        }
        while (notifier.count < devices) {
            pump.turn(0);
        }
    }

    /**
     * A turn of the pump, and with workers one of each of them.
     *
     * @return callbacks run so far
     */
    @Benchmark
    @OperationsPerInvocation(READY)
    public long event() {
        pump.turn(0);
        for (int i = 0; i < workers; i++) {
            pool.worker(i).turn(0);
        }
        return called;
    }
}
