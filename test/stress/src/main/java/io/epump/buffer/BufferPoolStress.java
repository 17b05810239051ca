package io.epump.buffer;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.sched.EventSource;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import io.epump.sched.OwnerSetup;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;

/** Buffers that come home from threads other than their pool's owner. */
public final class BufferPoolStress {
    private BufferPoolStress() {}

    /**
     * Two threads release a buffer each that is not theirs to keep, and the owner takes the return list meanwhile, here
     * after one of the releases: no buffer is lost, none is handed out twice. It holds because each push is a compare and
     * set that releases the link written before, and the owner exchanges the whole list, with acquire, for an empty one.
     */
    @JCStressTest
    @Outcome(id = "1, 1, 3", expect = ACCEPTABLE, desc = "each handed out once more")
    @Outcome(id = "", expect = FORBIDDEN, desc = "lost, or handed out twice, or miscounted")
    @State
    public static class ForeignReleasesAgainstTake {
        private final PoolOwner owner = new PoolOwner();
        private final PooledBuffer one = owner.acquire();
        private final PooledBuffer two = owner.acquire();
        private final PooledBuffer[] acquired = new PooledBuffer[3];

        @Actor
        public void releaser() {
            one.release();
        }

        @Actor
        public void releaserThenOwner() {
            two.release();
            acquired[0] = owner.acquire();
        }

        @Arbiter
        public void look(III_Result result) {
            acquired[1] = owner.acquire();
            acquired[2] = owner.acquire();
            result.r1 = count(one, acquired);
            result.r2 = count(two, acquired);
            result.r3 = (int) owner.pool.inUse();
        }
    }

    /**
     * A buffer that two threads release at the same moment comes home once, and one of the two is told. It holds by the
     * compare and set of its loan flag.
     */
    @JCStressTest
    @Outcome(id = "1, 0, 0, 1", expect = ACCEPTABLE, desc = "the first is told")
    @Outcome(id = "0, 1, 0, 1", expect = ACCEPTABLE, desc = "the second is told")
    @Outcome(id = "", expect = FORBIDDEN, desc = "nobody or both told, or in the pool twice")
    @State
    public static class DoubleRelease {
        private final PoolOwner owner = new PoolOwner();
        private final PooledBuffer buffer = owner.acquire();

        @Actor
        public void first(IIII_Result result) {
            result.r1 = isRefused() ? 1 : 0;
        }

        @Actor
        public void second(IIII_Result result) {
            result.r2 = isRefused() ? 1 : 0;
        }

        private boolean isRefused() {
            try {
                buffer.release();
                return false;
            } catch (IllegalStateException expected) {
                return true;
            }
        }

        @Arbiter
        public void look(IIII_Result result) {
            result.r3 = (int) owner.pool.inUse();
            PooledBuffer[] acquired = {owner.acquire(), owner.acquire()};
            result.r4 = count(buffer, acquired);
        }
    }

    private static int count(PooledBuffer buffer, PooledBuffer[] acquired) {
        int times = 0;
        for (PooledBuffer each : acquired) {
            if (each == buffer) {
                times++;
            }
        }
        return times;
    }

    /** An owner whose only work is to acquire a buffer, since a pool may be used in its owner's turn only. */
    private static final class PoolOwner extends Owner {
        private static final OwnerSetup SETUP = new OwnerSetup(NanoClock.SYSTEM, (owner, source, failure) -> {}, 1);

        private final BufferPool pool = new BufferPool(this, 1, 4);
        private PooledBuffer acquired;

        PoolOwner() {
            super(0, "owner", SETUP);
        }

        PooledBuffer acquire() {
            turn(0);
            return acquired;
        }

        @Override
        protected int onTurn(long maxWaitNs) {
            acquired = pool.acquire();
            return 1;
        }

        @Override
        public void post(EventSource source, int code, long stamp, Object payload) {
            throw new UnsupportedOperationException("code=" + code);
        }

        @Override
        public void wake() {}

        @Override
        public boolean isFinished() {
            return isStopRequested();
        }
    }
}
