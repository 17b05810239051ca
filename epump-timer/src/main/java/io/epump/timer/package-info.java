/**
 * The deadlines of one pump: a red-black tree of intrusive nodes that allocates nothing, starts no thread and reads
 * no clock.
 *
 * <p>Everything here runs on the owner of the tree: the pump whose turn is running. Other threads reach a timer
 * through that pump's mailbox, which is not part of this module.
 */
package io.epump.timer;
