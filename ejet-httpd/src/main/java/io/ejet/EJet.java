package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.ServerSettings;
import io.ejet.conf.UnknownHost;
import io.ejet.log.AccessLog;
import io.ejet.server.Explanation;
import io.ejet.server.Host;
import io.ejet.server.Listen;
import io.ejet.server.Location;
import io.ejet.server.Server;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
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
 * <p>Threading: any thread. Lifecycle: runs from start to {@link #stop}; {@link #reload} changes what it serves meanwhile. Several servers with different settings may run in one
 * JVM.
 */
public final class EJet implements AutoCloseable {
    /** What closing everything may take when what is under way has had its time: a stop keeps a part of its own for that. */
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Server server;
    private final FileOwners files;

    /** Null if a program has put it together: then it is not reloaded. */
    private final RestartNeeds needs;

    /** Held by who reloads: one after the other. */
    private final ReentrantLock reloading = new ReentrantLock();

    /** Written by who starts the server, then by who holds the lock. */
    private volatile AccessLogs logs;

    /** Written as the logs are, read by any thread. */
    private volatile List<InetSocketAddress> addresses;

    /** Set once, by the first who stops; a reload that sees it late finds that the pump opens nothing any more. */
    private volatile boolean stopping;

    private EJet(Server server, RestartNeeds needs) {
        this.server = server;
        this.files = new FileOwners(server);
        this.needs = needs;
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
     * @param accessLog takes a record of each exchange, whatever the settings say of logs
     * @return the running server
     * @throws IOException when an address cannot be used, or the operating system refuses something
     */
    public static EJet start(ServerSettings settings, AccessLog accessLog) throws IOException {
        return start(settings, AccessLogs.one(accessLog));
    }

    /**
     * Starts a server as it was configured, with logs as they were configured.
     *
     * @param settings complete settings
     * @param logs makes the log of the server and those of hosts and locations
     * @return the running server
     * @throws IOException when an address cannot be used, or the operating system refuses something
     */
    public static EJet start(ServerSettings settings, AccessLogs logs) throws IOException {
        AccessLog log = logs.ofServer(settings.accessLog()); // first: if that fails there is nothing to be stopped
        Server server = new Server("ejet", settings.pumps(), settings.workers(), settings.limits());
        EJet made = new EJet(server, new RestartNeeds(settings.pumps(), settings.workers()));
        made.start(settings.limits(), log, limits -> made.listens(settings, limits, logs));
        made.logs = logs;
        return made;
    }

    /**
     * How a server with these settings would decide a request; it listens nowhere. Blocks.
     *
     * @param settings complete settings
     * @param question the request
     * @return each step of the decision
     * @throws IOException when the operating system refuses a selector
     */
    public static Explanation explain(ServerSettings settings, Question question) throws IOException {
        try (ExplainedServer server = new ExplainedServer(settings)) {
            return server.explain(question);
        }
    }

    private List<Listen> listens(ServerSettings settings, Limits limits, AccessLogs newLogs) {
        return new SiteBuilder(files, limits, settings, newLogs).listens(settings.listens());
    }

    /** Listens everywhere, or stops again. */
    private void start(Limits limits, AccessLog log, Function<Limits, List<Listen>> listens) throws IOException {
        try {
            serve(limits, log, listens);
        } catch (IOException | RuntimeException e) {
            stop(Duration.ofSeconds(1));
            throw e;
        }
    }

    private void serve(Limits wished, AccessLog log, Function<Limits, List<Listen>> listens) throws IOException {
        Limits possible = server.possible(wished);
        addresses = server.serve(listens.apply(possible), possible, log);
    }

    /**
     * Serves other settings from now on, with logs from where they were before.
     *
     * @param settings complete settings
     * @return what stays as it was until a restart, a sentence for each setting
     * @throws IOException when a new address cannot be used: then nothing is changed
     * @throws IllegalStateException as below
     */
    public List<String> reload(ServerSettings settings) throws IOException {
        return reloadWith(settings, null);
    }

    /**
     * Serves other settings from now on, with one log.
     *
     * @param settings complete settings
     * @param newLog takes a record of each exchange that begins from now on
     * @return what stays as it was until a restart, a sentence for each setting
     * @throws IOException when a new address cannot be used: then nothing is changed
     * @throws IllegalStateException as below
     */
    public List<String> reload(ServerSettings settings, AccessLog newLog) throws IOException {
        return reload(settings, AccessLogs.one(newLog));
    }

    /**
     * Serves other settings from now on, without closing a connection. Requests that have begun are finished under the settings
     * before, the next ones on the same connections have these. Addresses that are new are opened before anything else is
     * changed; connections of addresses that are gone end with their next answer. The numbers of pumps and workers, and the size
     * of buffers, stay. Two reloads at once are one after the other.
     *
     * <p>Any thread but a pump or worker: it waits for listeners to close.
     *
     * @param settings complete settings
     * @param newLogs makes the logs of exchanges that begin from now on
     * @return what stays as it was until a restart, a sentence for each setting
     * @throws IOException when a new address cannot be used: then nothing is changed
     * @throws IllegalStateException when the server stops, or was put together by a program, or on a pump or worker
     */
    public List<String> reload(ServerSettings settings, AccessLogs newLogs) throws IOException {
        return reloadWith(settings, Objects.requireNonNull(newLogs, "newLogs"));
    }

    /** Logs from where they are when its turn comes, if {@code newLogs} is null. */
    private List<String> reloadWith(ServerSettings settings, AccessLogs newLogs) throws IOException {
        if (needs == null) {
            throw new IllegalStateException("a server that a program has put together has no settings to be replaced");
        } else if (Owner.current() != null) {
            throw new IllegalStateException("a pump or worker cannot wait for a reload");
        }
        reloading.lock();
        try {
            if (stopping) {
                throw new IllegalStateException("the server stops");
            }
            AccessLogs from = newLogs == null ? logs : newLogs;
            AccessLog newLog = from.ofServer(settings.accessLog());
            serve(settings.limits(), newLog, limits -> listens(settings, limits, from));
            logs = from;
            return needs.told(settings, server.limits());
        } finally {
            reloading.unlock();
        }
    }

    /**
     * Where it listens.
     *
     * @return the addresses in the order they were given last, with the ports that were found for port 0
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
        stopping = true;
        boolean stopped = server.stop(deadline);
        server.offload().close();
        server.logins().close();
        if (stopped) { // else what is the owners' is left to them
            files.close();
        }
        return stopped;
    }

    /**
     * Stops: what is under way has the time of {@link Limits#stop} to be finished; closing everything takes a little more.
     *
     * @return true when everything is released and no thread is left
     */
    public boolean stop() {
        return stop(server.limits().stop().plus(CLOSING));
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
            EJet made = new EJet(new Server("ejet", pumps, workers, limits), null);
            made.start(limits, accessLog, possible -> {
                List<Host> hosts = new SiteBuilder(made.files, possible).hosts(locations, root);
                return listens.stream()
                        .map(address -> new Listen(address, hosts, UnknownHost.NOT_FOUND))
                        .toList();
            });
            return made;
        }
    }
}
