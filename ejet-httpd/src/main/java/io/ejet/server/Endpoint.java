package io.ejet.server;

import io.ejet.access.ConnectionCounts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What is served at a listening address now: its site, which a reload replaces while connections stay open. A request takes the site
 * once, with its first byte, and keeps it to its end, so that it sees one configuration or the other and never a mixture.
 *
 * <p>Threading: {@link #siteAcquire} and {@link #isRetired} on any owner; one thread at a time changes it, which the lock of
 * {@link io.ejet.EJet#reload} sees to.
 *
 * <p>Lifecycle: a site that was replaced is garbage as soon as the last request that has taken it is over; a connection between two
 * requests holds none.
 */
final class Endpoint {
    private static final VarHandle SITE;

    static {
        try {
            SITE = MethodHandles.lookup().findVarHandle(Endpoint.class, "site", Site.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Server server;

    /** Released by the thread that reloads, acquired by the owners: who sees a site sees all that it is made of. */
    @SuppressWarnings("unused") // through SITE
    private Site site;

    /** Set once, by the thread that reloads; an owner that sees it late has its connection open for one more answer. */
    private volatile boolean retired;

    /** Of those connections that were accepted when the site had a bound for them. Of java.util.concurrent. */
    private final ConnectionCounts counts = new ConnectionCounts();

    /**
     * An address.
     *
     * @param server whose it is
     * @param first what is served there at first
     */
    Endpoint(Server server, Site first) {
        this.server = server;
        siteRelease(first);
    }

    Server server() {
        return server;
    }

    /** What a request that begins now is answered from. */
    Site siteAcquire() {
        return (Site) SITE.getAcquire(this);
    }

    /** From now on, requests that begin are answered from this. */
    void siteRelease(Site next) {
        SITE.setRelease(this, next);
    }

    ConnectionCounts counts() {
        return counts;
    }

    /** The address is no longer listened on: its connections end with their next answer. */
    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }
}
