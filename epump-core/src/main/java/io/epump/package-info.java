/**
 * ePump: an event pump for servers with very many connections. A program starts an {@link io.epump.EPump}, opens devices
 * and timers with an {@link io.epump.IOHandler} each, and is called back.
 *
 * <p>Runs on: callbacks run on the owner of the device or timer, a worker or, in a system without workers, a pump; all
 * callbacks of one device run on one owner, in order. Methods that other threads may call say so in their first sentence.
 */
package io.epump;
