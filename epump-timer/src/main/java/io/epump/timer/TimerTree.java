package io.epump.timer;

import java.util.Objects;

/**
 * The timers of one pump, in the order they are to fire: by deadline, equal deadlines in the order they were started.
 *
 * <p>Threading: everything runs on the owner, the pump whose turn is running. No method is safe from any other
 * thread; the expiry handler is called on the owner, inside {@link #expire}.
 *
 * <p>Lifecycle: the tree holds started nodes and nothing else, so there is nothing to close. At shutdown
 * {@link #pollEarliest} takes out what is left; nodes still in a tree that is dropped stay started and are lost.
 *
 * <p>Bounds and units: times are nanoseconds of the caller's clock. They are compared by subtraction, since
 * {@link System#nanoTime()} may wrap: all deadlines in the tree and the time given to it must lie within 2^63 ns (292
 * years) of each other, so a caller caps a delay that means "never". Starting the latest or earliest deadline and
 * stopping the earliest or latest takes amortised constant time, everything else at most a logarithmic number of
 * steps. Nothing is allocated after the node. The number of timers is bounded by the caller, and by an int.
 */
public final class TimerTree {
    // Owner only.
    final RedBlackTree ordered = new RedBlackTree();
    /** Started inside the running pass and due in it already; empty between passes. */
    final DeferredList deferred = new DeferredList();

    private boolean isExpiring;
    /** The time of the running pass; means nothing while isExpiring is false. */
    private long passNowNs;

    /** Makes an empty tree. */
    public TimerTree() {}

    /**
     * Puts an idle node into the tree. A deadline in the past is legal and fires at the next pass.
     *
     * @param node       idle node; the tree refers to it until it fires or is stopped
     * @param deadlineNs time from which on it is due
     * @throws IllegalStateException when the node is started already, here or in another tree
     */
    public void start(TimerNode node, long deadlineNs) {
        if (node.tree != null) {
            throw new IllegalStateException("node is started already: deadlineNs=" + node.deadlineNs);
        }
        attach(node, deadlineNs);
    }

    /**
     * Gives a node a new deadline, started or not. It takes a new place in the start order: behind all others of the
     * same deadline.
     *
     * @param node       idle node, or one started in this tree
     * @param deadlineNs time from which on it is due
     * @throws IllegalStateException when the node is started in another tree
     */
    public void restart(TimerNode node, long deadlineNs) {
        stop(node);
        attach(node, deadlineNs);
    }

    /**
     * Takes a node out, wherever it waits; it will not fire for this deadline any more.
     *
     * @param node idle node, or one started in this tree
     * @return false when it was idle: never started, stopped already, or fired
     * @throws IllegalStateException when the node is started in another tree
     */
    public boolean stop(TimerNode node) {
        if (node.tree == null) {
            return false;
        }
        if (node.tree != this) {
            throw new IllegalStateException("node is started in another tree: deadlineNs=" + node.deadlineNs);
        }
        detach(node);
        return true;
    }

    /**
     * Runs one pass: takes out the timers that are due, in order, and calls the handler for each. The node is idle
     * when its handler runs, so the handler may start it again, and may start and stop any other. What is started
     * inside the pass never fires in it, however early its deadline; what is stopped inside the pass does not fire.
     * An exception of the handler ends the pass and is passed on; the tree stays consistent, the timer that threw
     * counts as fired and those not yet reached remain due.
     *
     * @param nowNs   the present time; a timer is due when its deadline is not after it
     * @param limit   most timers to fire, 0 or more; when as many have fired, ask {@link #hasDue} whether to go on
     * @param handler called once for each
     * @return timers fired, 0 to limit
     * @throws IllegalArgumentException when limit is negative
     * @throws IllegalStateException    when called from inside a handler
     */
    public int expire(long nowNs, int limit, ExpiryHandler handler) {
        Objects.requireNonNull(handler, "handler");
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit);
        }
        if (isExpiring) {
            throw new IllegalStateException("expire called from inside a handler: nowNs=" + nowNs);
        }
        isExpiring = true;
        passNowNs = nowNs;
        try {
            return fireDue(nowNs, limit, handler);
        } finally {
            isExpiring = false;
            admitDeferred();
        }
    }

    /**
     * Whether a pass at this time would find a timer to fire.
     *
     * @param nowNs the present time
     * @return true when the earliest deadline is not after nowNs
     */
    public boolean hasDue(long nowNs) {
        TimerNode earliest = earliest();
        return earliest != null && earliest.deadlineNs - nowNs <= 0;
    }

    /**
     * Whether no timer is started.
     *
     * @return true when there is none, neither in the tree nor deferred
     */
    public boolean isEmpty() {
        return size() == 0;
    }

    /**
     * The number of started timers, deferred ones included.
     *
     * @return 0 or more
     */
    public int size() {
        return ordered.size + deferred.size;
    }

    /**
     * The deadline of {@link #earliest}.
     *
     * @return nanoseconds of the caller's clock; subtract the present time to learn how long to wait
     * @throws IllegalStateException when no timer is started
     */
    public long earliestDeadlineNs() {
        TimerNode earliest = earliest();
        if (earliest == null) {
            throw new IllegalStateException("no timer is started: size=0");
        }
        return earliest.deadlineNs;
    }

    /**
     * The timer to fire first, without taking it out. Constant time between passes; inside one it looks through the
     * timers deferred so far.
     *
     * @return null when no timer is started
     */
    public TimerNode earliest() {
        TimerNode first = ordered.isEmpty() ? null : ordered.min;
        if (deferred.isEmpty()) {
            return first;
        }
        TimerNode firstDeferred = deferred.earliest();
        // Of equal deadlines the one in the tree was started first: before the pass.
        return first == null || firstDeferred.deadlineNs - first.deadlineNs < 0 ? firstDeferred : first;
    }

    /**
     * Takes out the earliest timer, due or not, without calling anybody: repeated until null, it drains the tree.
     *
     * @return the node, idle; null when no timer is started
     */
    public TimerNode pollEarliest() {
        TimerNode earliest = earliest();
        if (earliest != null) {
            detach(earliest);
        }
        return earliest;
    }

    private int fireDue(long nowNs, int limit, ExpiryHandler handler) {
        int fired = 0;
        // The minimum is read anew each time: a handler may stop any timer. It cannot add a due one here (attach).
        while (fired < limit && !ordered.isEmpty() && ordered.min.deadlineNs - nowNs <= 0) {
            TimerNode node = ordered.min;
            detach(node);
            fired++;
            handler.onExpired(node, nowNs);
        }
        return fired;
    }

    private void attach(TimerNode node, long deadlineNs) {
        node.tree = this;
        node.deadlineNs = deadlineNs;
        if (isExpiring && deadlineNs - passNowNs <= 0) {
            deferred.addLast(node);
        } else {
            ordered.insert(node);
        }
    }

    private void detach(TimerNode node) {
        if (node.isDeferred) {
            deferred.remove(node);
        } else {
            ordered.remove(node);
        }
        node.tree = null;
    }

    private void admitDeferred() {
        // First in, first out, so that equal deadlines keep the order they were started in.
        for (TimerNode node = deferred.pollFirst(); node != null; node = deferred.pollFirst()) {
            ordered.insert(node);
        }
    }

    /** What a pass calls for each timer that is due. */
    @FunctionalInterface
    public interface ExpiryHandler {
        /**
         * Called on the owner, inside {@link TimerTree#expire}. It may use the tree freely, except for another pass.
         *
         * @param node  the timer, idle already; its deadline can still be read
         * @param nowNs the time of the pass, never before the deadline
         */
        void onExpired(TimerNode node, long nowNs);
    }
}
