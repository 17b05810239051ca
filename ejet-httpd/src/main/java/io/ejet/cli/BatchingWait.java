package io.ejet.cli;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;
import org.apache.logging.log4j.core.async.AsyncWaitStrategyFactory;

/**
 * How the thread that writes logs waits for records: it looks again after a pause. So an owner that logs never wakes anybody,
 * and what has come during the pause is written at once, with one system call.
 *
 * <p>Bounds: a record waits {@value #LONGEST_PAUSE_NS} ns at most after a time without any, {@value #SHORTEST_PAUSE_NS} ns
 * while records keep coming; the ring has to hold what comes in that time.
 */
public final class BatchingWait implements WaitStrategy {
    private static final long SHORTEST_PAUSE_NS = 1_000_000;
    private static final long LONGEST_PAUSE_NS = 32_000_000;

    private long pauseNs = SHORTEST_PAUSE_NS;

    private BatchingWait() {}

    @Override
    public long waitFor(long sequence, Sequence cursor, Sequence dependent, SequenceBarrier barrier)
            throws AlertException {
        long available = dependent.get();
        if (available >= sequence) {
            return available;
        }
        pauseNs = SHORTEST_PAUSE_NS;
        while (available < sequence) {
            barrier.checkAlert();
            LockSupport.parkNanos(this, pauseNs);
            pauseNs = Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
            available = dependent.get();
        }
        return available;
    }

    /** Nothing: the waiting thread looks by itself. */
    @Override
    public void signalAllWhenBlocking() {}

    /** Makes one for each ring; Log4j finds it by its name. */
    public static final class Factory implements AsyncWaitStrategyFactory {
        /** For Log4j. */
        public Factory() {}

        @Override
        public WaitStrategy createWaitStrategy() {
            return new BatchingWait();
        }
    }
}
