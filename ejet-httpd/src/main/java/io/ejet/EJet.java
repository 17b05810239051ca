package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.ServerSettings;
import io.ejet.conf.UnknownHost;
import io.ejet.log.AccessLog;
import io.ejet.server.Host;
import io.ejet.server.Location;
import io.ejet.server.Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A web server.
 *
 * <pre>{@code
 * try (EJet server = EJet.builder()
 *         .listen(new InetSocketAddress("127.0.0.1", 8181))
 *         .prefix("/api/", exchange -> exchange.send("hello"))
 *         .root(Path.of("site"))
 *         .start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Threading: any thread. Lifecycle: runs from start to {@link #stop}. Several servers with different settings may run in one
 * JVM.
 */
public final class EJet implements AutoCloseable {
    /** What closing everything may take when what is under way has had its time: a stop keeps a part of its own for that. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Server server;
    private final SiteBuilder sites;
    private final List<InetSocketAddress> addresses;
    private final Duration stopLimit;

    private EJet(Server server, SiteBuilder sites, List<InetSocketAddress> addresses, Duration stopLimit) {
        this.server = server;
        this.sites = sites;
        this.addresses = List.copyOf(addresses);
        this.stopLimit = stopLimit;
    }

    /**
     * A server to be put together by a program.
     *
     * @return with one pump per core, no workers, the default limits and no access log
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts a server as it was configured.
     *
     * @param settings complete settings
     * @param accessLog takes a record of each exchange
     * @return the running server
     * @throws IOException when an address cannot be used, or the operating system refuses something
     */
    public static EJet start(ServerSettings settings, AccessLog accessLog) throws IOException {
        Server server = new Server("ejet", settings.pumps(), settings.workers(), settings.limits(), accessLog);
        return start(
                server,
                new SiteBuilder(server, settings),
                settings.limits(),
                sites -> settings.listens().stream()
                        .map(listen -> new Listen(listen.address(), sites.hosts(listen.hosts()), listen.unknownHost()))
                        .toList());
    }

    /** An address, and what is served there. */
    private record Listen(InetSocketAddress address, List<Host> hosts, UnknownHost unknownHost) {}

    /** Listens everywhere, or stops again. */
    private static EJet start(
            Server server, SiteBuilder sites, Limits limits, Function<SiteBuilder, List<Listen>> listens)
            throws IOException {
        List<InetSocketAddress> addresses = new ArrayList<>();
        try {
            for (Listen listen : listens.apply(sites)) {
                addresses.add(server.listen(listen.address, listen.hosts, listen.unknownHost));
            }
            return new EJet(server, sites, addresses, limits.stop());
        } catch (IOException | RuntimeException e) {
            sites.close(server.stop(Duration.ofSeconds(1)));
            throw e;
        }
    }

    /**
     * Where it listens.
     *
     * @return the addresses in the order they were given, with the ports that were found for port 0
     */
    public List<InetSocketAddress> addresses() {
        return addresses;
    }

    /**
     * The first port it listens on.
     *
     * @return 1 to 65535
     */
    public int port() {
        return addresses.get(0).getPort();
    }

    /**
     * Stops: what the kernel has queued is still accepted, what is under way is finished, then everything is closed.
     *
     * @param deadline how long all this may take; what is under way has no longer than {@link Limits#stop}, and not the last
     *     second, or the last quarter if that is less
     * @return true when everything is released and no thread is left
     */
    public boolean stop(Duration deadline) {
        boolean stopped = server.stop(deadline);
        sites.close(stopped);
        return stopped;
    }

    /**
     * Stops: what is under way has the time of {@link Limits#stop} to be finished; closing everything takes a little more.
     *
     * @return true when everything is released and no thread is left
     */
    public boolean stop() {
        return stop(stopLimit.plus(CLOSING));
    }

    /** {@link #stop() Stops}. */
    @Override
    public void close() {
        stop();
    }

    /**
     * What goes on below.
     *
     * @return the server's own counters and pump
     */
    public Server server() {
        return server;
    }

    /** Puts a server together. */
    public static final class Builder {
        private final List<InetSocketAddress> listens = new ArrayList<>();
        private final List<Location> locations = new ArrayList<>();
        private int pumps = Runtime.getRuntime().availableProcessors();
        private int workers;
        private Limits limits = Limits.DEFAULTS;
        private AccessLog accessLog = AccessLog.NONE;
        private Path root;

        private Builder() {}

        /**
         * Listens on an address.
         *
         * @param address a resolved address; port 0 finds a free port
         * @return this
         */
        public Builder listen(InetSocketAddress address) {
            listens.add(address);
            return this;
        }

        /**
         * How many threads watch connections.
         *
         * @param value at least 1
         * @return this
         */
        public Builder pumps(int value) {
            pumps = value;
            return this;
        }

        /**
         * How many threads run handlers.
         *
         * @param value 0 when the pumps do that themselves
         * @return this
         */
        public Builder workers(int value) {
            workers = value;
            return this;
        }

        /**
         * Bounds on what a client may ask for.
         *
         * @param value the limits
         * @return this
         */
        public Builder limits(Limits value) {
            limits = value;
            return this;
        }

        /**
         * Takes a record of each exchange.
         *
         * @param value the log
         * @return this
         */
        public Builder accessLog(AccessLog value) {
            accessLog = value;
            return this;
        }

        /**
         * Answers every path that nothing else does.
         *
         * @param handler who answers
         * @return this
         */
        public Builder handler(HttpHandler handler) {
            return location(LocationMatch.DEFAULT, "/", handler);
        }

        /**
         * Answers one path.
         *
         * @param path decoded, with a slash at its beginning
         * @param handler who answers
         * @return this
         */
        public Builder exact(String path, HttpHandler handler) {
            return location(LocationMatch.EXACT, path, handler);
        }

        /**
         * Answers the paths with a beginning.
         *
         * @param prefix decoded, with a slash at its beginning
         * @param handler who answers
         * @return this
         */
        public Builder prefix(String prefix, HttpHandler handler) {
            return location(LocationMatch.PREFIX, prefix, handler);
        }

        private Builder location(LocationMatch match, String pattern, HttpHandler handler) {
            if (!pattern.startsWith("/")) {
                throw new IllegalArgumentException("pattern=" + pattern + " does not begin with a slash");
            }
            locations.add(new Location(match, pattern, handler));
            return this;
        }

        /**
         * Serves the files of a folder for every path that nothing else answers.
         *
         * @param folder the folder
         * @return this
         */
        public Builder root(Path folder) {
            root = folder;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the running server
         * @throws IOException when an address cannot be used, or the operating system refuses something
         */
        public EJet start() throws IOException {
            if (listens.isEmpty()) {
                listens.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
            Server server = new Server("ejet", pumps, workers, limits, accessLog);
            return EJet.start(server, new SiteBuilder(server), limits, sites -> {
                List<Host> hosts = sites.hosts(locations, root);
                return listens.stream()
                        .map(address -> new Listen(address, hosts, UnknownHost.NOT_FOUND))
                        .toList();
            });
        }
    }
}
