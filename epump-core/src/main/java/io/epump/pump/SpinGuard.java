package io.epump.pump;

/**
 * Finds out that a select spins: that it returned {@value #LIMIT} times in a row before its timeout although no device was
 * ready, nobody had woken it and no interrupt was set. Pump only.
 */
final class SpinGuard {
    static final int LIMIT = 512;

    private int inARow;

    /**
     * A blocking select has returned.
     *
     * @param hadCause whether there was a reason to
     * @return true when it spins; the count then starts anew
     */
    boolean onReturn(boolean hadCause) {
        if (hadCause) {
            inARow = 0;
            return false;
        }
        if (++inARow < LIMIT) {
            return false;
        }
        inARow = 0;
        return true;
    }
}
