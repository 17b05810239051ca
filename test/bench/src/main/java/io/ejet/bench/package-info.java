/** Benchmarks of eJet, and the servers that it is set beside. */
package io.ejet.bench;
