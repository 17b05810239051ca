/**
 * Who may ask for what, and how often: addresses and networks, users and passwords, rates, connections, and who a client behind
 * a proxy is. Knows nothing of connections and exchanges.
 */
package io.ejet.access;
