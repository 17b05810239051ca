package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.SequenceBarrier;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The writer of logs finds what was published, and hears that it is to end. */
class BatchingWaitTest {
    private final RingBuffer<int[]> ring =
            RingBuffer.createMultiProducer(() -> new int[1], 8, new BatchingWait.Factory().createWaitStrategy());
    private final SequenceBarrier barrier = ring.newBarrier();

    @Test
    void shouldAnswerAtOnceWhenRecordsAreThere() throws Exception {
        ring.publish(ring.next(3));
        ring.publish(0);
        ring.publish(1);
        assertEquals(2, barrier.waitFor(0));
        assertEquals(2, barrier.waitFor(2));
    }

    @Test
    void shouldAnswerWhenARecordComesLater() throws Exception {
        CompletableFuture<Long> available = CompletableFuture.supplyAsync(() -> {
            try {
                return barrier.waitFor(0);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        ring.publish(ring.next());
        assertEquals(0L, available.join());
    }

    @Test
    void shouldEndWhenTheBarrierIsAlerted() {
        CompletableFuture<Throwable> thrown =
                CompletableFuture.supplyAsync(() -> assertThrows(AlertException.class, () -> barrier.waitFor(0)));
        barrier.alert();
        assertTrue(thrown.join() instanceof AlertException);
    }
}
