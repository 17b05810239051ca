package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

@SuppressWarnings("unused") // padding
abstract class DoorbellPadBefore {
    private int p00; // fills the gap behind the object's header
    private long p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15, p16;
}

/** Read by everybody who brings work, with every turn; padded against what its owner writes with every event. */
@SuppressWarnings("unused") // through Doorbell.SLEEPING
abstract class DoorbellFlag extends DoorbellPadBefore {
    int sleeping;
}

/**
 * The agreement between one sleeper and those who bring it work, under which no wake-up is lost and nobody is woken who
 * does not sleep.
 *
 * <pre>
 *   sleeper                              bringer
 *   announce:  sleeping = 1              put the work where the sleeper looks
 *              full fence                ring:  full fence
 *   look for work; found: awake          sleeping == 1 and CAS to 0: signal
 *   else sleep until signalled
 *   awake:     sleeping = 0
 * </pre>
 *
 * Of the two fences one comes first. If it is the sleeper's, the bringer reads 1 and signals; if it is the bringer's,
 * the sleeper finds the work. Without either fence both may miss each other: a store may pass a later load even on x86.
 *
 * <p>Threading: {@link #announce} and {@link #awake} by the sleeper, {@link #ring} by any thread. The exchange lets one
 * bringer signal for all. A signal may come late, to one who has woken by itself: sleepers take a needless one.
 */
@SuppressWarnings("unused") // padding
public abstract class Doorbell extends DoorbellFlag {
    private static final VarHandle SLEEPING;

    static {
        try {
            SLEEPING = MethodHandles.lookup().findVarHandle(DoorbellFlag.class, "sleeping", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private int q00;
    private long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15, q16;

    /** Made by the owner that sleeps. */
    protected Doorbell() {}

    /** The sleeper says that it will sleep; it must look for work once more afterwards. */
    public final void announce() {
        SLEEPING.setOpaque(this, 1);
        VarHandle.fullFence();
    }

    /** The sleeper is up again, for whatever reason. */
    public final void awake() {
        SLEEPING.setOpaque(this, 0);
    }

    /**
     * Wakes the sleeper if it sleeps. Any thread, after the work has been put where the sleeper looks.
     *
     * @return true when this call signalled, which costs a system call
     */
    public final boolean ring() {
        VarHandle.fullFence();
        if ((int) SLEEPING.getOpaque(this) == 0 || !SLEEPING.compareAndSet(this, 1, 0)) {
            return false;
        }
        signal();
        return true;
    }

    /**
     * Whether the sleeper has announced itself. Any thread; a snapshot.
     *
     * @return true between announce and ring or awake
     */
    public final boolean isSleeping() {
        return (int) SLEEPING.getOpaque(this) != 0;
    }

    /** Ends the sleep that is going on or about to begin. */
    protected abstract void signal();
}
