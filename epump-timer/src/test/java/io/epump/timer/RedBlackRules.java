package io.epump.timer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;

/**
 * Checks everything that must hold of a {@link TimerTree}'s inside, at any moment, also from within a handler.
 *
 * <p>Threading: one thread; no state.
 *
 * <p>Lifecycle: none.
 *
 * <p>Bounds: reads every node, so it is for trees of at most some ten thousand timers.
 */
final class RedBlackRules {
    private RedBlackRules() {}

    /** Fails on any broken rule. Returns the nodes in the tree, in order; the deferred ones are not among them. */
    static List<TimerNode> check(TimerTree timers) {
        RedBlackTree ordered = timers.ordered;
        List<TimerNode> nodes = new ArrayList<>();
        assertFalse(ordered.root.isRed, "the root is red");
        assertSame(RedBlackTree.NIL, ordered.root.parent, "the root has a parent");
        blackHeight(timers, ordered.root, nodes);
        assertOrder(nodes);
        assertEquals(ordered.size, nodes.size(), "size of the tree");
        assertSame(nodes.isEmpty() ? RedBlackTree.NIL : nodes.get(0), ordered.min, "cached minimum");
        assertSame(nodes.isEmpty() ? RedBlackTree.NIL : nodes.get(nodes.size() - 1), ordered.max, "cached maximum");
        assertNilIsUntouched();
        return nodes;
    }

    /** Fails when an idle node still refers to anything. */
    static void checkIdle(TimerNode node) {
        assertFalse(node.isStarted(), "started");
        assertFalse(node.isDeferred, "deferred");
        assertNull(node.parent, "parent of an idle node");
        assertNull(node.left, "left of an idle node");
        assertNull(node.right, "right of an idle node");
    }

    /** The shape of a tree with its colours as text: all that decides what an operation at a given place does. */
    static String shape(TimerTree timers) {
        StringBuilder text = new StringBuilder();
        appendShape(timers.ordered.root, text);
        return text.toString();
    }

    private static void appendShape(TimerNode node, StringBuilder text) {
        if (node == RedBlackTree.NIL) {
            text.append('.');
            return;
        }
        text.append(node.isRed ? 'r' : 'b');
        appendShape(node.left, text);
        appendShape(node.right, text);
    }

    private static int blackHeight(TimerTree timers, TimerNode node, List<TimerNode> inOrder) {
        if (node == RedBlackTree.NIL) {
            return 0;
        }
        assertSame(timers, node.tree, "tree of a node");
        assertFalse(node.isDeferred, "deferred and in the tree");
        assertChild(node, node.left);
        assertChild(node, node.right);
        int left = blackHeight(timers, node.left, inOrder);
        inOrder.add(node);
        int right = blackHeight(timers, node.right, inOrder);
        assertEquals(left, right, "black nodes to the left and to the right");
        return node.isRed ? left : left + 1;
    }

    private static void assertChild(TimerNode node, TimerNode child) {
        if (child != RedBlackTree.NIL) {
            assertSame(node, child.parent, "parent of a child");
            assertFalse(node.isRed && child.isRed, "a red node with a red child");
        }
    }

    private static void assertOrder(List<TimerNode> nodes) {
        for (int i = 1; i < nodes.size(); i++) {
            assertTrue(nodes.get(i).deadlineNs - nodes.get(i - 1).deadlineNs >= 0, "deadlines out of order");
        }
    }

    private static void assertNilIsUntouched() {
        TimerNode nil = RedBlackTree.NIL;
        assertFalse(nil.isRed, "NIL is red");
        assertNull(nil.tree, "NIL is started");
        assertSame(nil, nil.parent, "parent of NIL");
        assertSame(nil, nil.left, "left of NIL");
        assertSame(nil, nil.right, "right of NIL");
    }
}
