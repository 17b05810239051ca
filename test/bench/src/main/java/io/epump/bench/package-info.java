/**
 * Benchmarks, each beside a peer: echo servers and the load for them (whole processes, driven by {@code run.sh}), timers
 * and their lateness. JMH benchmarks of package-private classes stand in the packages of these classes.
 *
 * <p>Runs on: threads of its own, in programs of its own.
 */
package io.epump.bench;
