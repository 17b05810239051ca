/**
 * Whole systems over loopback sockets, through the public API only. {@link io.epump.integration.Rig} starts them and
 * checks after each test that nothing is left; the clients are written over java.net and java.nio, so that they share no
 * bug with what they test. Tests tagged {@code permutation} run over every way to set a system up, on every JDK found.
 */
package io.epump.integration;
