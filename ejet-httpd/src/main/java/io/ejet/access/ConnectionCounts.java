package io.ejet.access;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many connections each address has, and may have. Exact: who is let in leaves once.
 *
 * <p>Threading: any thread. An address is counted within the map's own step for it, so two that come at once are two. Bounds: an
 * address is kept as long as it has a connection, and the server bounds those.
 */
public final class ConnectionCounts {
    private final ConcurrentHashMap<InetAddress, Integer> open = new ConcurrentHashMap<>();
    private final LongAdder refused = new LongAdder();

    /** Nobody is connected. */
    public ConnectionCounts() {}

    /**
     * One more connection.
     *
     * @param address whose
     * @param most how many it may have, at least 1
     * @return false if it has as many as it may have: then this one does not count
     */
    public boolean enter(InetAddress address, int most) {
        boolean[] isIn = new boolean[1];
        open.compute(address, (same, count) -> {
            int before = count == null ? 0 : count;
            isIn[0] = before < most;
            return isIn[0] ? before + 1 : before;
        });
        if (!isIn[0]) {
            refused.increment();
        }
        return isIn[0];
    }

    /**
     * One that was let in is closed.
     *
     * @param address whose it was
     */
    public void leave(InetAddress address) {
        open.computeIfPresent(address, (same, count) -> count == 1 ? null : count - 1);
    }

    /**
     * How many addresses have a connection. A snapshot.
     *
     * @return the count
     */
    public int addresses() {
        return open.size();
    }

    /**
     * Connections that were not let in.
     *
     * @return the count
     */
    public long refused() {
        return refused.sum();
    }
}
