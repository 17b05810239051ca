package io.ejet.server;

import io.ejet.HttpExchange;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/**
 * Explains a request to who has sent it, in the place of answering it: with the listener, the hosts and the scripts that would have
 * decided it, at the same moment. As text, or as JSON to who accepts that.
 *
 * <p>Threading: made on the owner of the exchange; {@link #call} on a thread that may block, with nothing of the exchange but copies.
 */
final class LiveExplanation implements Callable<Explanation>, OffloadResult<Explanation> {
    private static final InetSocketAddress GONE = new InetSocketAddress(0);

    private final Site site;
    private final ServerExchange exchange;
    private final byte[] head;
    private final InetSocketAddress peer;
    private final InetSocketAddress reached;

    LiveExplanation(Site site, ServerExchange exchange) {
        this.site = site;
        this.exchange = exchange;
        this.head = exchange.request.headBytes();
        this.peer = exchange.peerAddress() == null ? GONE : exchange.peerAddress();
        this.reached = exchange.localAddress() == null ? GONE : exchange.localAddress();
    }

    @Override
    public Explanation call() {
        ExplainedRequest request = new ExplainedRequest(head, peer, reached, site.limits());
        return new Explainer(site, request).explain("which the connection has reached");
    }

    @Override
    public void onResult(Explanation told) {
        boolean isJson = isJsonWanted(exchange.headers("Accept"));
        String text = isJson ? told.json() : told.text();
        HttpExchange answer = exchange.status(200)
                .setHeader("Content-Type", isJson ? "application/json" : "text/plain; charset=utf-8")
                .setHeader("Cache-Control", "no-store")
                .setHeader("X-Content-Type-Options", "nosniff");
        answer.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static boolean isJsonWanted(List<String> accepted) {
        return accepted.stream().anyMatch(one -> one.toLowerCase(Locale.ROOT).contains("application/json"));
    }

    @Override
    public void onFailure(Throwable failure) {
        throw new IllegalStateException("a request cannot be explained", failure);
    }
}
