package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.server.ErrorPages;
import io.ejet.server.Offload;
import io.ejet.server.OffloadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/**
 * One question to the disk, asked for one request; other requests of the same owner for the same path may wait for its
 * answer.
 *
 * <p>Threading: {@link #call} and {@link #dispose} on any thread, the rest on the owner.
 *
 * <p>Lifecycle: ends with one of the three calls of {@link OffloadResult}. When the request it was asked for ends first,
 * those that wait begin anew, the first of them in its place.
 *
 * <p>Bounds: so many may wait, and they may join for a second: what was asked before that is not to be trusted any more.
 * Others ask for themselves.
 */
final class FileLoad implements Callable<Loaded>, OffloadResult<Loaded> {
    static final int MAX_WAITERS = 16 * 1024;
    private static final long JOIN_NS = 1_000_000_000L;

    private final FileHandler handler;
    private final OwnerFiles files;
    private final FileLoads.Key key;
    private final HttpExchange exchange;
    private final CachedAnswer known;
    private final Predicate<String> elsewhere;
    private final long startedNs;
    private final List<HttpExchange> waiters = new ArrayList<>(0);

    /**
     * A question that is not asked yet.
     *
     * @param handler who answers
     * @param files the owner's
     * @param key the path, and whose
     * @param exchange the request it is asked for
     * @param known what is kept, to be checked; null for nothing
     * @param nowNs the time now
     */
    FileLoad(
            FileHandler handler,
            OwnerFiles files,
            FileLoads.Key key,
            HttpExchange exchange,
            CachedAnswer known,
            long nowNs) {
        this.handler = handler;
        this.files = files;
        this.key = key;
        this.exchange = exchange;
        this.known = known;
        this.elsewhere = handler.elsewhere(exchange);
        this.startedNs = nowNs;
    }

    FileLoads.Key key() {
        return key;
    }

    HttpExchange exchange() {
        return exchange;
    }

    /**
     * Lets a request wait for the answer.
     *
     * @param waiter the request
     * @param nowNs the time now
     * @return false when it has to ask for itself
     */
    boolean join(HttpExchange waiter, long nowNs) {
        return nowNs - startedNs < JOIN_NS && waiters.size() < MAX_WAITERS && waiters.add(waiter);
    }

    @Override
    public Loaded call() throws IOException {
        return handler.loader().load(key.scope(), key.path(), known, elsewhere);
    }

    @Override
    public void onResult(Loaded loaded) {
        files.loads().remove(this);
        if (loaded instanceof Loaded.Large large) {
            onLargeFile(new SharedFile(large.facts(), large.channel(), startedNs, large.isSettled()));
        } else if (loaded instanceof Loaded.NotOpened) {
            files.counters().increment(FileCounter.OPEN_FAILURES);
            wake(Offload::refuse);
            Offload.refuse(exchange);
        } else {
            CachedAnswer answer = loaded instanceof Loaded.Answer fresh ? keep(fresh) : confirm();
            wake(waiter -> handler.answer(waiter, answer));
            handler.answer(exchange, answer);
        }
    }

    private void onLargeFile(SharedFile file) {
        try {
            handler.cache(files).put(CachedAnswer.largeFile(key.scope(), key.path(), file));
            files.keepOpen(file);
            wake(waiter -> handler.sendLarge(waiter, files, file));
        } finally {
            FileSender.send(exchange, file);
        }
    }

    private CachedAnswer keep(Loaded.Answer fresh) {
        CachedAnswer answer = fresh.answer();
        if (fresh.isStable()) {
            answer.onLoaded(startedNs);
            handler.cache(files).put(answer);
        } else {
            handler.cache(files).remove(key.scope(), key.path());
        }
        return answer;
    }

    private CachedAnswer confirm() {
        files.counters().increment(FileCounter.CONFIRMED);
        known.onConfirmed(startedNs);
        return known;
    }

    @Override
    public void onFailure(Throwable failure) {
        files.loads().remove(this);
        if (failure instanceof CancellationException) {
            wake(Offload::refuse);
            Offload.refuse(exchange);
            return;
        }
        wake(waiter -> ErrorPages.send(waiter, 500));
        throw new IllegalStateException("cannot load " + handler, failure);
    }

    @Override
    public void onGone() {
        files.loads().remove(this);
        wake(handler::handle);
    }

    @Override
    public void dispose(Loaded loaded) {
        if (loaded instanceof Loaded.Large large) {
            FileSender.close(large.channel());
        }
    }

    private interface Answerer {
        void answer(HttpExchange waiter);
    }

    /**
     * Gives those that wait their turn, each as a task of its own exchange, so that one's trouble is not another's. One that
     * refuses has ended, or ends by its time limit: an owner that has no room for a task has worse to worry about.
     */
    private void wake(Answerer answerer) {
        for (HttpExchange waiter : waiters) {
            waiter.execute(() -> answerer.answer(waiter));
        }
        waiters.clear();
    }
}
