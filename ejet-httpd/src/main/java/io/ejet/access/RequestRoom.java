package io.ejet.access;

import java.net.InetAddress;

/**
 * How many requests of one address may be under way at a place at once. A connection has one under way at a time, so this bounds the
 * connections that an address may keep busy there, as nginx's {@code limit_conn} does.
 *
 * <p>Threading: any thread; see {@link ConnectionCounts}.
 */
public final class RequestRoom {
    private final int most;
    private final ConnectionCounts underWay = new ConnectionCounts();

    /**
     * Room for everybody.
     *
     * @param most for each address, at least 1
     */
    public RequestRoom(int most) {
        this.most = most;
    }

    /**
     * One more request.
     *
     * @param address whose
     * @return false if there is no room for it
     */
    public boolean enter(InetAddress address) {
        return underWay.enter(address, most);
    }

    /**
     * One that was let in has ended.
     *
     * @param address whose it was
     */
    public void leave(InetAddress address) {
        underWay.leave(address);
    }
}
