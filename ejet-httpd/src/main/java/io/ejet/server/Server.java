package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.http.HttpFields;
import io.ejet.log.AccessLog;
import io.ejet.script.ScriptException;
import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.OwnerLocal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * What all connections of one server have in common: the pump, the addresses, and how many connections there are.
 *
 * <p>Threading: any thread, unless said otherwise.
 *
 * <p>Lifecycle: made, told what to {@link #serve}, once or several times, {@link #stop}ped.
 */
public final class Server {
    private static final int LEAST_BUFFER_BYTES = 32 * 1024;
    private static final int ROOM_FOR_A_HEAD_BYTES = 1024;
    private static final int MOST_FOR_A_FILE_BYTES = 64 * 1024;
    private static final int POOLED_BYTES = 512 * (LEAST_BUFFER_BYTES + ROOM_FOR_A_HEAD_BYTES);
    private static final int WRITTEN_BYTES = 1024 * 1024;
    private static final int WAITING_CALLS = 4096;
    private static final int WAITING_LOGINS = 64;
    private static final long QUIET_NS = 50_000_000;

    private final FileCacheShare share;
    private final int mostHeaderBytes;
    private final EPump pump;
    private final Endpoints endpoints;
    private final Offload offload;
    private final Offload logins;
    private final OwnerLocal<OwnerState> ownerStates;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger busyConnections = new AtomicInteger();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder refusedRequests = new LongAdder();
    private final LongAdder failures = new LongAdder();

    /** Set by the thread that starts the server or reloads, one at a time; read by who accepts and who stops. */
    private volatile Limits limits;

    /** Set once by the stop, read by every connection. */
    private volatile boolean stopping;

    /**
     * Starts pumps and workers; nothing is listened on yet.
     *
     * @param name the beginning of the threads' names
     * @param pumps how many
     * @param workers how many, 0 for none
     * @param limits bounds on what a client may ask for
     * @throws IOException when the operating system refuses a selector
     */
    public Server(String name, int pumps, int workers, Limits limits) throws IOException {
        share = new FileCacheShare(pumps, workers, Runtime.getRuntime().maxMemory());
        int bufferBytes = bufferBytes(limits);
        mostHeaderBytes = bufferBytes - ROOM_FOR_A_HEAD_BYTES;
        this.limits = limits;
        pump = EPump.start(EPumpConfig.builder()
                .name(name)
                .pumps(pumps)
                .workers(workers)
                .bufferBytes(bufferBytes)
                .pooledBuffers(POOLED_BYTES / bufferBytes)
                .writtenBytesPerEvent(WRITTEN_BYTES + bufferBytes) // a file of that size, with its head
                .stopHandler(stopped -> stopping = true)
                .stopReady(new Quiet())
                .build());
        offload = workers == 0
                ? Offload.pool("ejet-files-", Runtime.getRuntime().availableProcessors(), WAITING_CALLS)
                : Offload.inPlace();
        // Half of the cores at most: whoever tries passwords leaves the rest to those who are let in.
        logins = Offload.pool(
                "ejet-login-", Math.max(1, Runtime.getRuntime().availableProcessors() / 2), WAITING_LOGINS);
        ownerStates = new OwnerLocal<>(pump, OwnerState::new);
        endpoints = new Endpoints(this, pump);
    }

    /**
     * A head must lie in one buffer, and a small file should leave in one, together with its head. Larger files take several: each
     * connection that has just sent or received something has a buffer of this size.
     */
    static int bufferBytes(Limits limits) {
        int fileBytes = Math.min(limits.smallFileBytes(), MOST_FOR_A_FILE_BYTES);
        return Math.max(LEAST_BUFFER_BYTES, Math.max(limits.maxHeaderBytes(), fileBytes)) + ROOM_FOR_A_HEAD_BYTES;
    }

    /**
     * The limits that can hold while the server runs: the size of the file cache is worked out, and a head is no longer than the
     * buffers have room for, which were made at the start.
     *
     * @param wished as configured
     * @return the same, but for what is not possible
     */
    public Limits possible(Limits wished) {
        long cacheBytes = share.bytesEach(wished.fileCacheBytes());
        if (share.isTooMuch(cacheBytes)) {
            Reports.LOG.warn(share.warning(cacheBytes));
        }
        return wished.withFileCacheBytes(cacheBytes).withHeaderBytesAtMost(mostHeaderBytes);
    }

    /**
     * Listens on these addresses and no others, at the start or in place of those before. Requests that begin from now on are
     * answered from what is given here, connections stay open; those under way are finished as they were begun. A connection of
     * an address that is no longer listened on ends with its next answer.
     *
     * <p>Blocks while listeners close, so no owner may call it; one thread at a time.
     *
     * @param listens the addresses, and what is served there
     * @param newLimits {@link #possible} ones
     * @param accessLog takes a record of each exchange
     * @return the addresses with their ports, in the order given
     * @throws IOException when an address cannot be used: then nothing is changed
     */
    public List<InetSocketAddress> serve(List<Listen> listens, Limits newLimits, AccessLog accessLog)
            throws IOException {
        List<InetSocketAddress> addresses = endpoints.serve(listens, new Terms(newLimits, accessLog));
        limits = newLimits;
        return addresses;
    }

    /**
     * Stops: listeners accept what is queued and close, exchanges under way are finished, the rest is closed.
     *
     * @param deadline how long all this may take
     * @return true when everything is released
     */
    public boolean stop(Duration deadline) {
        stopping = true;
        return pump.stop(deadline);
    }

    /**
     * In the course of the stop, when nothing is accepted any more: whether all that is under way is finished. It must have been
     * so for a while, since a connection accepted last may have sent a request that is just being read.
     */
    private final class Quiet implements BooleanSupplier {
        private long startNs;
        private long quietSinceNs;
        private boolean quiet;

        @Override
        public boolean getAsBoolean() {
            long now = nowNs();
            startNs = startNs == 0 ? now : startNs;
            boolean wasQuiet = quiet;
            quiet = busyConnections.get() == 0;
            if (quiet && !wasQuiet) {
                quietSinceNs = now;
            }
            return (quiet && now - quietSinceNs >= QUIET_NS)
                    || now - startNs >= limits.stop().toNanos();
        }
    }

    /**
     * The pump below.
     *
     * @return for whoever needs more of it
     */
    public EPump pump() {
        return pump;
    }

    /**
     * The bounds it keeps to now.
     *
     * @return the limits, with the size of the file cache worked out; requests that began before a reload keep to those before
     */
    public Limits limits() {
        return limits;
    }

    /**
     * What runs beside the owners, because it may block.
     *
     * @return one for all handlers; to be closed after {@link #stop}
     */
    public Offload offload() {
        return offload;
    }

    /**
     * What compares passwords, which takes its time: on few threads of its own in every model, so that those who try some keep
     * neither workers nor files busy. What is beyond a short queue is answered 503.
     *
     * @return one for all hosts; to be closed after {@link #stop}
     */
    public Offload logins() {
        return logins;
    }

    /** What runs what a script has asked. */
    Offload offload(DiskQuestion question) {
        return question instanceof DiskQuestion.IsLogin ? logins : offload;
    }

    OwnerState ownerState() {
        return ownerStates.get();
    }

    long nowNs() {
        return System.nanoTime();
    }

    boolean isStopping() {
        return stopping;
    }

    /** Counts a new connection; false when there are too many. */
    boolean onAccepted() {
        if (connections.incrementAndGet() > limits.maxConnections()) {
            connections.decrementAndGet();
            refusedConnections.increment();
            return false;
        }
        return true;
    }

    /** Somebody has too many connections. */
    void onConnectionRefused() {
        refusedConnections.increment();
    }

    void onClosed() {
        connections.decrementAndGet();
    }

    void onBusy(int change) {
        busyConnections.addAndGet(change);
    }

    void onRefused() {
        refusedRequests.increment();
    }

    void onFailure(Throwable failure) {
        failures.increment();
        Reports.LOG.error("a handler has failed", failure);
    }

    void onScriptFailure(ScriptException failure) {
        failures.increment();
        Reports.LOG.error("a script has failed: {}", failure.getMessage());
    }

    /** A request is to be sent elsewhere, which is not served yet. */
    void onForwarded(String url) {
        Reports.LOG.warn("a script sends a request to {}, but upstreams are not served yet", HttpFields.printable(url));
    }

    /** The logger is looked up when there is something to say. */
    private static final class Reports {
        private static final Logger LOG = LogManager.getLogger("io.ejet");
    }

    /**
     * Connections now open.
     *
     * @return the count, a snapshot
     */
    public int connections() {
        return connections.get();
    }

    /**
     * Connections closed at once because there were too many.
     *
     * @return the count
     */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /**
     * Requests that were none, beyond the limits, or too slow: refused whatever they asked for.
     *
     * @return the count
     */
    public long refusedRequests() {
        return refusedRequests.sum();
    }

    /**
     * What handlers, their callbacks and the access log have thrown, and what has gone wrong while accepting.
     *
     * @return the count
     */
    public long failures() {
        return failures.sum();
    }
}
