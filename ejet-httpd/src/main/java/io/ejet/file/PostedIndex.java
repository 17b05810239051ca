package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.server.Offload;
import io.ejet.server.OffloadResult;
import io.ejet.server.Rerouting;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/**
 * A POST to a folder: files take none, but the program behind its index file may.
 *
 * <p>Threading: {@link #call} on any thread, the rest on the owner of the exchange.
 */
final class PostedIndex implements Callable<String>, OffloadResult<String> {
    private final FileHandler handler;
    private final HttpExchange exchange;
    private final Rerouting routed;
    private final String path;
    private final Predicate<String> elsewhere;

    PostedIndex(FileHandler handler, HttpExchange exchange, Rerouting routed) {
        this.handler = handler;
        this.exchange = exchange;
        this.routed = routed;
        this.path = exchange.path();
        this.elsewhere = routed.elsewhere(handler);
    }

    /** The path of the index file, empty if it is not another location's. */
    @Override
    public String call() {
        return handler.loader().indexElsewhere(path, elsewhere);
    }

    @Override
    public void onResult(String index) {
        if (index.isEmpty()) {
            FileHandler.refuseMethod(exchange);
        } else {
            routed.rerouteToIndex(index);
        }
    }

    @Override
    public void onFailure(Throwable failure) {
        if (!(failure instanceof CancellationException)) {
            throw new IllegalStateException("cannot find the index of a folder of " + handler, failure);
        }
        Offload.refuse(exchange);
    }
}
