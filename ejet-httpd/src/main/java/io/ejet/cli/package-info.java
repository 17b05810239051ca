/**
 * The program: command line, signals, and the set-up of logging. Nothing else depends on it, and it alone needs Log4j's core and
 * picocli.
 *
 * <p>Runs on the main thread, which waits for the signal to stop; signals come on threads of the JVM's.
 */
package io.ejet.cli;
