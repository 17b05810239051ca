/**
 * Connections and exchanges: from the listener over the parser to the handler and back.
 *
 * <p>Everything of a connection runs on the owner of its device, a pump or a worker.
 */
package io.ejet.server;
