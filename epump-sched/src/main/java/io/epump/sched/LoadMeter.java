package io.epump.sched;

/**
 * Computes the load of every worker for one chooser: 600 points for its share of all queued events, 300 for the share of
 * the last window it was busy, the callback now running included, 100 for its share of the events handled lately. A term
 * whose divisor is zero counts as zero.
 *
 * <p>Threading: the chooser's own; it reads the workers' gauges, which are snapshots. Each chooser keeps a meter of its
 * own, so that choosing shares no written state.
 *
 * <p>Bounds and units: the figures are kept for {@value #FIGURE_AGE_NS} ns; in between, each choice adds one queued event
 * to the chosen worker, so that a burst spreads. A window is at least {@value #WINDOW_NS} ns; what was handled before is
 * halved with each window, so that an old imbalance is forgotten.
 */
public final class LoadMeter implements WorkerLoads {
    private static final int QUEUED_POINTS = 600;
    private static final int BUSY_POINTS = 300;
    private static final int HANDLED_POINTS = 100;
    private static final long FIGURE_AGE_NS = 1_000_000;
    private static final long WINDOW_NS = 10_000_000;

    private final Worker[] workers;
    private final DispatchPolicy policy;
    private final OwnerSetup setup;

    // chooser
    private final long[] queued;
    private final boolean[] stalled;
    private final double[] busyShare;
    private final double[] handledLately;
    private final long[] windowBusyNs;
    private final long[] windowHandled;
    private long allQueued;
    private double allHandledLately;
    private long windowStartNs;
    private long computedNs;
    private boolean computed;
    private int rotation;

    LoadMeter(Worker[] workers, DispatchPolicy policy, OwnerSetup setup) {
        this.workers = workers;
        this.policy = policy;
        this.setup = setup;
        int count = workers.length;
        queued = new long[count];
        stalled = new boolean[count];
        busyShare = new double[count];
        handledLately = new double[count];
        windowBusyNs = new long[count];
        windowHandled = new long[count];
    }

    /**
     * Chooses a worker.
     *
     * @param nowNs the time now
     * @return its number
     */
    public int choose(long nowNs) {
        if (!computed || nowNs - computedNs >= FIGURE_AGE_NS) {
            compute(nowNs);
        }
        int chosen = choice();
        queued[chosen]++;
        allQueued++;
        rotation = chosen + 1 == workers.length ? 0 : chosen + 1;
        return chosen;
    }

    /** What the policy chooses. One that fails must not leave a device without an owner: least load decides then. */
    private int choice() {
        try {
            int chosen = policy.choose(this);
            if (chosen >= 0 && chosen < workers.length) {
                return chosen;
            }
            throw new IllegalStateException("policy=" + policy + " chose worker=" + chosen + " of " + workers.length);
        } catch (RuntimeException e) {
            setup.report(Owner.current(), null, e);
            return DispatchPolicy.LEAST_LOAD.choose(this);
        }
    }

    /**
     * Computes all figures afresh.
     *
     * @param nowNs the time now
     */
    void compute(long nowNs) {
        boolean windowEnds = !computed || nowNs - windowStartNs >= WINDOW_NS;
        allQueued = 0;
        for (int i = 0; i < workers.length; i++) {
            queued[i] = workers[i].queued();
            allQueued += queued[i];
            Gauge gauge = workers[i].gauge();
            long callbackStartNs = gauge.callbackStart();
            stalled[i] = callbackStartNs != 0 && nowNs - callbackStartNs >= WINDOW_NS;
            if (windowEnds) {
                closeWindow(i, gauge, nowNs);
            }
            busyShare[i] = Math.max(busyShare[i], runningShare(gauge, nowNs));
        }
        if (windowEnds) {
            windowStartNs = nowNs;
            allHandledLately = 0;
            for (double handled : handledLately) {
                allHandledLately += handled;
            }
            if (allHandledLately < 1) { // what is left of long ago: nobody has handled anything lately
                allHandledLately = 0;
            }
        }
        computed = true;
        computedNs = nowNs;
    }

    private void closeWindow(int i, Gauge gauge, long nowNs) {
        long busyNs = gauge.busy(nowNs);
        long handled = gauge.eventsHandled();
        long lengthNs = computed ? nowNs - windowStartNs : 0;
        // A window that nobody looked at for long says nothing about a worker that has been idle since.
        boolean idle = gauge.batchStart() == 0 && nowNs - gauge.lastEnd() >= WINDOW_NS;
        busyShare[i] =
                lengthNs <= 0 || idle ? 0 : Math.min(1, Math.max(0, busyNs - windowBusyNs[i]) / (double) lengthNs);
        double windows = Math.max(1, lengthNs / (double) WINDOW_NS);
        handledLately[i] = handledLately[i] * Math.pow(0.5, windows) + (handled - windowHandled[i]) / windows;
        windowBusyNs[i] = busyNs;
        windowHandled[i] = handled;
    }

    /** How much of the last {@value #WINDOW_NS} ns the batch that runs now has filled. */
    private static double runningShare(Gauge gauge, long nowNs) {
        long startNs = gauge.batchStart();
        return startNs == 0 ? 0 : Math.min(1, Math.max(0, nowNs - startNs) / (double) WINDOW_NS);
    }

    @Override
    public int workers() {
        return workers.length;
    }

    @Override
    public int load(int worker) {
        return queuedPoints(worker) + busyPoints(worker) + handledPoints(worker);
    }

    int queuedPoints(int worker) {
        return allQueued == 0 ? 0 : (int) (QUEUED_POINTS * queued[worker] / allQueued);
    }

    int busyPoints(int worker) {
        return (int) (BUSY_POINTS * busyShare[worker]);
    }

    int handledPoints(int worker) {
        return allHandledLately == 0 ? 0 : (int) (HANDLED_POINTS * handledLately[worker] / allHandledLately);
    }

    @Override
    public boolean isStalled(int worker) {
        return stalled[worker];
    }

    @Override
    public int pinned(int worker) {
        return workers[worker].pinnedSources();
    }

    @Override
    public int rotation() {
        return rotation;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < workers.length; i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(workers[i].name())
                    .append(' ')
                    .append(load(i));
        }
        return text.toString();
    }
}
