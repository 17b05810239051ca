/**
 * The pump: the loop that turns readiness and deadlines into events, the notifier under it (a Selector today), the mailbox
 * by which other threads reach it, and the part of devices and timers that is a matter between them and their pump.
 *
 * <p>Runs on: pump threads; each method that other threads may call says so.
 */
package io.epump.pump;
