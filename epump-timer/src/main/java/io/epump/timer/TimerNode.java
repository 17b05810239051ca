package io.epump.timer;

/**
 * One deadline, and its own place in a {@link TimerTree}: subclass it, or hold one, to say what is to be called.
 *
 * <p>Threading: read and written by the owner of the tree only: the pump whose turn is running. What other
 * threads may know of a timer belongs into fields of the subclass.
 *
 * <p>Lifecycle: a node is in one tree at a time and can be used again without end. The tree refers to it only
 * while it is started, and it refers to the tree and to its neighbours only then; there is nothing to close.
 * <pre>
 *            start, restart                       fires, stop
 *   idle ────────────────────────▶ in the tree ───────────────▶ idle
 *     │                                 ▲
 *     │ the same, inside a pass         │ end of the pass
 *     │ and due already                 │
 *     └──────────▶ deferred ────────────┘
 *                      └────────────── stop ──────────────────▶ idle
 * </pre>
 *
 * <p>Bounds and units: deadlines are nanoseconds of the caller's clock, normally {@link System#nanoTime()};
 * any value is legal. A node takes 40 bytes of heap with compressed references, a subclass's own fields come on top.
 */
public class TimerNode {
    // Written by the tree that holds the node. In the tree: the three neighbours. Deferred: left is the one before,
    // right the one after, null at the ends. Idle: all null, so that a kept node keeps nothing else alive.
    TimerNode parent;
    TimerNode left;
    TimerNode right;

    /** The tree the node is started in, null while it is idle. It also tells one tree's nodes from another's. */
    TimerTree tree;

    long deadlineNs;
    boolean isRed;
    boolean isDeferred;

    /** Makes an idle node. */
    public TimerNode() {}

    /**
     * The deadline of the last start. It keeps its value after the node fired or was stopped, so that a periodic
     * timer can add its period to the deadline it fired for; before the first start it means nothing.
     *
     * @return nanoseconds of the clock whose readings are given to the tree
     */
    public final long deadlineNs() {
        return deadlineNs;
    }

    /**
     * Whether the node waits for its deadline, in the tree or deferred to the end of the running pass. It is false
     * already when the expiry handler is called for it.
     *
     * @return true from start until it fires or is stopped
     */
    public final boolean isStarted() {
        return tree != null;
    }
}
