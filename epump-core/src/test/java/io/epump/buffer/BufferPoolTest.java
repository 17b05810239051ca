package io.epump.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.DispatchPolicy;
import io.epump.sched.EventSource;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import io.epump.sched.OwnerSetup;
import io.epump.sched.WaitStrategy;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Where a released buffer goes, and how many are kept. */
class BufferPoolTest {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Worker owner = new WorkerPool(
                    1,
                    "owner-",
                    16,
                    WaitStrategy.PARK,
                    DispatchPolicy.LEAST_LOAD,
                    new OwnerSetup(NanoClock.SYSTEM, (o, source, thrown) -> failure.set(thrown), 10))
            .worker(0);
    private final BufferPool pool = new BufferPool(owner, 512, 2);

    /** Runs something in a turn of the owner, on this thread. */
    private void onOwner(Runnable action) {
        owner.post(
                new EventSource() {
                    @Override
                    protected void onEvent(Owner running, int code, long stamp, Object payload) {
                        action.run();
                    }
                },
                1,
                0,
                null);
        owner.turn(0);
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }

    @Test
    void shouldGiveTheSameBufferAgainWhenReleasedAtHome() {
        onOwner(() -> {
            PooledBuffer first = pool.acquire();
            first.bytes().putInt(1);
            assertEquals(1, pool.inUse());
            first.release();
            assertEquals(0, pool.inUse());
            PooledBuffer again = pool.acquire();
            assertSame(first, again);
            assertEquals(512, again.bytes().remaining(), "clear again");
            assertTrue(again.bytes().isDirect());
            again.release();
        });
    }

    @Test
    void shouldComeHomeWhenReleasedElsewhere() {
        List<PooledBuffer> taken = new ArrayList<>();
        onOwner(() -> {
            taken.add(pool.acquire());
            taken.add(pool.acquire());
        });
        taken.forEach(PooledBuffer::release); // on no owner
        assertEquals(0, pool.inUse());
        onOwner(() -> {
            PooledBuffer one = pool.acquire();
            PooledBuffer two = pool.acquire();
            assertTrue(taken.contains(one));
            assertTrue(taken.contains(two));
            assertNotSame(one, two);
            assertEquals(2, pool.inUse());
            one.release();
            two.release();
        });
    }

    @Test
    void shouldKeepNoMoreThanItsCap() {
        onOwner(() -> {
            List<PooledBuffer> many = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                many.add(pool.acquire());
            }
            many.forEach(PooledBuffer::release);
            List<PooledBuffer> again = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                again.add(pool.acquire());
            }
            again.retainAll(many);
            assertEquals(2, again.size());
        });
    }

    @Test
    void shouldRefuseASecondRelease() {
        onOwner(() -> {
            PooledBuffer buffer = pool.acquire();
            buffer.release();
            assertThrows(IllegalStateException.class, buffer::release);
            assertFalse(pool.inUse() != 0);
        });
    }

    @Test
    void shouldHaveNoCurrentPoolOutsideATurn() {
        assertNull(BufferPool.current());
        owner.attach(pool);
        onOwner(() -> assertSame(pool, BufferPool.current()));
    }
}
