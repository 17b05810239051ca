package io.ejet.server;

import io.epump.EPump;
import io.epump.ListenerGroup;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses that a server listens on.
 *
 * <p>Threading: one thread at a time, which is no owner: it waits for listeners to close.
 *
 * <p>Lifecycle: the stop of the pump closes what is open. An address is told from another as it was configured, so that one with
 * port 0 keeps the port that it has found.
 *
 * <p>Bounds: {@link #CLOSING} for the listeners that close; what takes longer goes on closing by itself.
 */
final class Endpoints {
    /** Until a listener has accepted what the kernel has queued for it: then its port is free again. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Server server;
    private final EPump pump;
    private List<Open> open = List.of();

    private record Open(InetSocketAddress configured, Endpoint endpoint, ListenerGroup group) {
        /** Takes no more connections; those there are end with their next answer. */
        CompletableFuture<Void> close() {
            endpoint.retire();
            group.close();
            return group.closed();
        }
    }

    Endpoints(Server server, EPump pump) {
        this.server = server;
        this.pump = pump;
    }

    /**
     * Listens on these addresses and no others. What was open stays open with what is served there now; what is new is opened
     * before anything else is changed; what is no longer among them closes.
     *
     * @return the addresses with their ports, in the order given
     * @throws IOException when a new address cannot be used: then nothing is changed
     */
    List<InetSocketAddress> serve(List<Listen> listens, Terms terms) throws IOException {
        List<Site> sites = listens.stream().map(listen -> listen.site(terms)).toList();
        List<Open> left = new ArrayList<>(open);
        List<Open> next = new ArrayList<>();
        for (Listen listen : listens) {
            next.add(take(left, listen.address())); // null where it has to be opened
        }
        openMissing(listens, sites, next);
        for (int i = 0; i < next.size(); i++) {
            next.get(i).endpoint.siteRelease(sites.get(i));
        }
        open = next;
        close(left);
        return next.stream().map(one -> one.group.localAddress()).toList();
    }

    private static Open take(List<Open> from, InetSocketAddress address) {
        for (Iterator<Open> rest = from.iterator(); rest.hasNext(); ) {
            Open candidate = rest.next();
            if (candidate.configured.equals(address)) {
                rest.remove();
                return candidate;
            }
        }
        return null;
    }

    private void openMissing(List<Listen> listens, List<Site> sites, List<Open> next) throws IOException {
        List<Open> opened = new ArrayList<>();
        try {
            for (int i = 0; i < next.size(); i++) {
                if (next.get(i) == null) {
                    next.set(i, open(listens.get(i).address(), new Endpoint(server, sites.get(i))));
                    opened.add(next.get(i));
                }
            }
        } catch (IOException | RuntimeException e) {
            close(opened);
            throw e;
        }
    }

    private Open open(InetSocketAddress address, Endpoint endpoint) throws IOException {
        try {
            return new Open(address, endpoint, pump.tcpListen(address, new ListenerEvents(endpoint), null));
        } catch (BindException e) {
            BindException named = new BindException("cannot listen on " + address + ": " + e.getMessage());
            named.initCause(e);
            throw named;
        }
    }

    private static void close(List<Open> which) {
        CompletableFuture<Void> closed =
                CompletableFuture.allOf(which.stream().map(Open::close).toArray(CompletableFuture[]::new));
        try {
            closed.get(CLOSING.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) { // whoever interrupts is in a hurry: they close by themselves
            Thread.currentThread().interrupt();
        } catch (ExecutionException
                | TimeoutException ignored) { // a port that is not free yet is told when it is wanted
            return;
        }
    }
}
