/**
 * Names to addresses, without blocking: hosts file, resolv.conf, a cache, and DNS over the pump's own UDP and TCP devices and
 * timers. One {@link io.epump.dns.Resolver} per system; everything of it runs on one pump, also when there are workers, because
 * a worker may be blocked by a callback of the program's and a name must not wait for that.
 */
package io.epump.dns;
