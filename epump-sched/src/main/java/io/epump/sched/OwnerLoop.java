package io.epump.sched;

/** The thread of an owner: repeats its turn until it has finished. */
public final class OwnerLoop implements Runnable {
    private final Owner owner;

    /**
     * A loop for one owner.
     *
     * @param owner whose turns to run
     */
    public OwnerLoop(Owner owner) {
        this.owner = owner;
    }

    @Override
    public void run() {
        while (!owner.isFinished()) {
            try {
                owner.turn(Long.MAX_VALUE);
            } catch (Throwable failure) { // of the loop itself: report it and live on
                owner.onFailure(null, failure);
            }
        }
    }
}
