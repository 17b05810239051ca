package io.epump.timer;

/**
 * Nodes in the order of their deadlines, equal ones in the order they were inserted, balanced by the red-black rules:
 * the root and {@link #NIL} are black, a red node has black children, and every way from a node down to NIL meets
 * the same number of black nodes. So no way is more than twice as long as another.
 *
 * <p>Threading: owner of the tree only. NIL is shared by all trees of all threads and never written.
 *
 * <p>Lifecycle: nodes come idle and leave idle, with their links cleared.
 *
 * <p>Bounds and units: deadlines in nanoseconds, within 2^63 of each other. A new node goes behind all equal
 * ones and rotations keep the order, so the position itself remembers the start order and no node stores it. The
 * first and the last node are cached: most timers have one of a few constant delays, and so a new one is usually the
 * last of all and is attached there without a descent. Rebalancing is amortised constant.
 */
final class RedBlackTree {
    /** Stands for every missing child and for the parent of the root: black, and its own neighbour on all sides. */
    static final TimerNode NIL = new TimerNode();

    static {
        NIL.parent = NIL;
        NIL.left = NIL;
        NIL.right = NIL;
    }

    // Owner only. NIL, all three of them, while the tree is empty.
    TimerNode root = NIL;
    TimerNode min = NIL;
    TimerNode max = NIL;
    int size;

    boolean isEmpty() {
        return root == NIL;
    }

    void insert(TimerNode node) {
        node.left = NIL;
        node.right = NIL;
        size++;
        if (root == NIL) {
            node.parent = NIL;
            node.isRed = false;
            root = node;
            min = node;
            max = node;
            return;
        }
        link(node);
        assert max.deadlineNs - min.deadlineNs >= 0 : "deadlines more than 2^63 ns apart";
        rebalanceAfterInsert(node);
    }

    void remove(TimerNode node) {
        // The minimum has no left child, and a right one of it can only be a red leaf; so its successor is near.
        // The maximum mirrors it.
        if (node == min) {
            min = node.right != NIL ? node.right : node.parent;
        }
        if (node == max) {
            max = node.left != NIL ? node.left : node.parent;
        }
        if (node.left != NIL && node.right != NIL) {
            unlinkInner(node);
        } else {
            TimerNode parent = node.parent;
            TimerNode child = node.left != NIL ? node.left : node.right;
            replace(node, child);
            if (!node.isRed) {
                rebalanceAfterRemove(child, parent);
            }
        }
        node.parent = null;
        node.left = null;
        node.right = null;
        size--;
    }

    private void link(TimerNode node) {
        long deadlineNs = node.deadlineNs;
        node.isRed = true;
        if (deadlineNs - max.deadlineNs >= 0) {
            node.parent = max;
            max.right = node;
            max = node;
        } else if (deadlineNs - min.deadlineNs < 0) {
            node.parent = min;
            min.left = node;
            min = node;
        } else {
            linkBetween(node, deadlineNs);
        }
    }

    private void linkBetween(TimerNode node, long deadlineNs) {
        TimerNode parent = root;
        while (true) {
            boolean goesLeft = deadlineNs - parent.deadlineNs < 0;
            TimerNode child = goesLeft ? parent.left : parent.right;
            if (child == NIL) {
                node.parent = parent;
                if (goesLeft) {
                    parent.left = node;
                } else {
                    parent.right = node;
                }
                return;
            }
            parent = child;
        }
    }

    /** Removes a node with two children: its successor, which has no left child, takes its place and its colour. */
    private void unlinkInner(TimerNode node) {
        TimerNode next = node.right;
        while (next.left != NIL) {
            next = next.left;
        }
        boolean isBlackLost = !next.isRed;
        TimerNode child = next.right;
        TimerNode childParent;
        if (next == node.right) {
            childParent = next;
        } else {
            childParent = next.parent;
            replace(next, child);
            next.right = node.right;
            next.right.parent = next;
        }
        replace(node, next);
        next.left = node.left;
        next.left.parent = next;
        next.isRed = node.isRed;
        if (isBlackLost) {
            rebalanceAfterRemove(child, childParent);
        }
    }

    /** A red node came in: while its parent is red as well, moves that conflict up, until a rotation can end it. */
    private void rebalanceAfterInsert(TimerNode inserted) {
        TimerNode node = inserted;
        while (node.parent.isRed) {
            TimerNode parent = node.parent;
            TimerNode grandparent = parent.parent; // not NIL: the root is black
            TimerNode uncle = parent == grandparent.left ? grandparent.right : grandparent.left;
            if (!uncle.isRed) {
                separateReds(node, parent, grandparent);
                return;
            }
            parent.isRed = false;
            uncle.isRed = false;
            grandparent.isRed = true;
            node = grandparent;
        }
        root.isRed = false;
    }

    /** The middle one of the three by order comes on top, black, with the other two as its red children. */
    private void separateReds(TimerNode node, TimerNode parent, TimerNode grandparent) {
        boolean isInner = (node == parent.left) != (parent == grandparent.left);
        if (isInner) {
            rotateUp(node);
        }
        TimerNode top = isInner ? node : parent;
        rotateUp(top);
        top.isRed = false;
        grandparent.isRed = true;
    }

    /** The ways through a child of parent, perhaps NIL, are one black short: moves that up until it can be repaired. */
    private void rebalanceAfterRemove(TimerNode shortChild, TimerNode shortParent) {
        TimerNode node = shortChild;
        TimerNode parent = shortParent;
        while (node != root && !node.isRed) {
            node = repair(parent, node == parent.left);
            parent = node.parent;
        }
        // Tested first because NIL, when the last node has left, must not be written.
        if (node.isRed) {
            node.isRed = false;
        }
    }

    /** One side of parent is one black short. Returns the node that is short instead, or the root when none is. */
    private TimerNode repair(TimerNode parent, boolean isLeftShort) {
        TimerNode sibling = isLeftShort ? parent.right : parent.left;
        if (sibling.isRed) {
            sibling.isRed = false;
            parent.isRed = true;
            rotateUp(sibling);
            sibling = isLeftShort ? parent.right : parent.left;
        }
        TimerNode near = isLeftShort ? sibling.left : sibling.right;
        TimerNode far = isLeftShort ? sibling.right : sibling.left;
        if (!near.isRed && !far.isRed) {
            sibling.isRed = true; // both sides are short now, that is: parent is
            return parent;
        }
        TimerNode top = far.isRed ? sibling : near;
        if (top == near) {
            rotateUp(near);
        } else {
            far.isRed = false;
        }
        top.isRed = parent.isRed;
        parent.isRed = false;
        rotateUp(top);
        return root;
    }

    /** Lifts a node above its parent, which becomes its child on the other side; the order stays as it is. */
    private void rotateUp(TimerNode node) {
        TimerNode parent = node.parent;
        TimerNode changesSides;
        if (node == parent.left) {
            changesSides = node.right;
            parent.left = changesSides;
            node.right = parent;
        } else {
            changesSides = node.left;
            parent.right = changesSides;
            node.left = parent;
        }
        if (changesSides != NIL) {
            changesSides.parent = parent;
        }
        replace(parent, node);
        parent.parent = node;
    }

    /** Hangs heir, perhaps NIL, where node hangs now; node itself keeps its links. */
    private void replace(TimerNode node, TimerNode heir) {
        TimerNode parent = node.parent;
        if (parent == NIL) {
            root = heir;
        } else if (node == parent.left) {
            parent.left = heir;
        } else {
            parent.right = heir;
        }
        if (heir != NIL) {
            heir.parent = parent;
        }
    }
}
