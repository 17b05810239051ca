package io.epump;

import java.util.concurrent.CompletableFuture;

/** What a stop closes first: listeners, and groups of them. All methods from any thread. */
interface OpenListener {
    /** Accepts what the kernel has queued, then closes. Idempotent. */
    void close();

    /** Completes when it is really closed. */
    CompletableFuture<Void> closed();
}
