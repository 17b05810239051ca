package io.epump.timer;

/**
 * The timers that were started inside a pass although they are due in it: they wait here for its end, so that a timer
 * that starts itself again at once cannot hold the pump in the pass.
 *
 * <p>Threading: owner of the tree only.
 *
 * <p>Lifecycle: empty between passes; the end of the pass, also an exceptional one, moves every node to the
 * tree.
 *
 * <p>Bounds and units: first in, first out, doubly linked through the nodes themselves: adding and removing
 * take constant time and allocate nothing. No longer than what the handlers of one pass started.
 */
final class DeferredList {
    // Owner only.
    private TimerNode first;
    private TimerNode last;
    int size;

    boolean isEmpty() {
        return first == null;
    }

    void addLast(TimerNode node) {
        assert !node.isDeferred : "deferred twice";
        node.isDeferred = true;
        node.left = last;
        if (last == null) {
            first = node;
        } else {
            last.right = node;
        }
        last = node;
        size++;
    }

    void remove(TimerNode node) {
        assert node.isDeferred : "not deferred";
        if (node.left == null) {
            first = node.right;
        } else {
            node.left.right = node.right;
        }
        if (node.right == null) {
            last = node.left;
        } else {
            node.right.left = node.left;
        }
        node.left = null;
        node.right = null;
        node.isDeferred = false;
        size--;
    }

    /** Null when empty. */
    TimerNode pollFirst() {
        TimerNode node = first;
        if (node != null) {
            remove(node);
        }
        return node;
    }

    /** The earliest deadline, of equal ones the first added; null when empty. Looks through the whole list. */
    TimerNode earliest() {
        TimerNode earliest = first;
        for (TimerNode node = first; node != null; node = node.right) {
            if (node.deadlineNs - earliest.deadlineNs < 0) {
                earliest = node;
            }
        }
        return earliest;
    }
}
