/**
 * Buffers: pools of direct buffers, one per owner, and the queue of what a connection still has to send. No sockets are
 * opened or closed here.
 *
 * <p>Runs on: the owner of the pool or of the device; a buffer may be released from any thread.
 */
package io.epump.buffer;
