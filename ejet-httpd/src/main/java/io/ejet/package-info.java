/**
 * eJet, the web server on ePump: what a program that embeds it sees.
 *
 * <p>Handlers run on the owner of their connection, a pump or a worker.
 */
package io.ejet;
