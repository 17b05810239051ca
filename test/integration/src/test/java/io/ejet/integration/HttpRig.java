package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.conf.Limits;
import io.ejet.conf.ServerSettings;
import io.ejet.log.AccessLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Starts servers and clients for a test, ends them after it, and looks whether anything is left. */
final class HttpRig implements AfterEachCallback {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Deque<EJet> servers = new ArrayDeque<>();

    /** One way to set a server up. None of them may change what a client sees. */
    record Model(int pumps, int workers) {
        @Override
        public String toString() {
            return pumps + " pumps, " + workers + " workers";
        }
    }

    static Stream<Model> models() {
        return Stream.of(1, 2).flatMap(pumps -> Stream.of(0, 1, 3).map(workers -> new Model(pumps, workers)));
    }

    EJet.Builder builder(Model model) {
        return EJet.builder().pumps(model.pumps).workers(model.workers);
    }

    EJet start(EJet.Builder builder) throws IOException {
        EJet server = builder.start();
        servers.push(server);
        return server;
    }

    /** Starts what a configuration says. */
    EJet start(Model model, String http, Path folder) throws IOException {
        return start(settings(model, http, folder));
    }

    EJet start(ServerSettings settings) throws IOException {
        EJet server = EJet.start(settings, AccessLog.NONE);
        servers.push(server);
        return server;
    }

    /** What a configuration says. */
    static ServerSettings settings(Model model, String http, Path folder) {
        String threads = "epump = { epump threads = " + model.pumps + "; worker threads = " + model.workers + "; };\n";
        try {
            return Configuration.of("test.conf", threads + "http = {" + http + "}", folder)
                    .settings();
        } catch (ConfigException e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    HttpPeer connect(EJet server) throws IOException {
        return closeLater(HttpPeer.connect(server.port()));
    }

    <T extends AutoCloseable> T closeLater(T closeable) {
        open.push(closeable);
        return closeable;
    }

    static void await(BooleanSupplier condition, String what) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - startNs > PATIENCE.toNanos()) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** The usual limits but for some times. */
    static Limits limits(Duration clientTime, Duration keepAlive) {
        Limits d = Limits.DEFAULTS;
        return new Limits(
                d.maxRequestLineBytes(),
                d.maxHeaderBytes(),
                d.maxHeaders(),
                d.maxBodyBytes(),
                d.maxRequests(),
                d.maxConnections(),
                clientTime,
                clientTime,
                clientTime,
                clientTime,
                d.handle(),
                keepAlive,
                clientTime,
                d.stop(),
                d.smallFileBytes(),
                d.fileCacheBytes(),
                d.fileCacheEntries());
    }

    /** The usual limits but for some numbers. */
    static Limits limits(long maxBodyBytes, int maxRequests, int maxConnections) {
        Limits d = Limits.DEFAULTS;
        return new Limits(
                d.maxRequestLineBytes(),
                d.maxHeaderBytes(),
                d.maxHeaders(),
                maxBodyBytes,
                maxRequests,
                maxConnections,
                d.connectionIdle(),
                d.headerIdle(),
                d.header(),
                d.bodyIdle(),
                d.handle(),
                d.keepAlive(),
                d.linger(),
                d.stop(),
                d.smallFileBytes(),
                d.fileCacheBytes(),
                d.fileCacheEntries());
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
        while (!servers.isEmpty()) {
            EJet server = servers.pop();
            assertTrue(server.stop(PATIENCE), "the server does not stop");
            assertEquals(0, server.server().connections(), "connections are left");
            assertEquals(0, server.server().pump().statistics().buffersInUse(), "buffers are left");
        }
    }
}
