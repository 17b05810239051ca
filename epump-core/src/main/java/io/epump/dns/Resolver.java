package io.epump.dns;

import io.epump.EPump;
import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the addresses of names without blocking anybody: literal addresses at once, then the hosts file, the cache, and name
 * servers (RFC 1034, 1035). Never asks the JDK's resolver.
 *
 * <p>Threading: {@link #resolve} from any thread. There is one resolver per system, so that there is one cache, and one question
 * for all who ask the same; its state belongs to one pump, which is asked by an event and answers by one.
 *
 * <p>Lifecycle: as long as its system. Who still waits when the system stops is answered STOPPED.
 *
 * <p>Bounds: those of {@link ResolverConfig}. For each question and attempt there is one socket.
 *
 * <p>What it trusts: an answer must come from the server's address and port, to the random port and id of its question, and
 * repeat the question (RFC 5452); of it, only what leads from the name asked for to its addresses is taken and kept.
 */
@SuppressWarnings("exports") // what names Pump is for EPump, which is in another package
public final class Resolver {
    private static final int DATAGRAM_BYTES = 4096;
    private static final List<InetAddress> LOOPBACK =
            List.of(Literal.parse("::1"), Literal.of(new byte[] {127, 0, 0, 1}));

    private final EPump system;
    private final Pump pump;
    private final ResolverConfig config;

    // the pump
    private final WatchedFile<HostsFile> hosts;
    private final WatchedFile<ResolvConf> resolvConf;
    private final NameCache cache;
    private final Map<String, Lookup> lookups = new HashMap<>();
    private final byte[] datagramRoom = new byte[DATAGRAM_BYTES];

    /** These two load many classes, which a program that asks for no name does without; null until then. */
    private SecureRandom random;

    private MessageCoding coding;

    private int waiters;
    private int rotation;

    /**
     * Set by the pump's thread after its last turn, before it takes up what was asked until then; read by askers after they have
     * sent their request. Both volatile: so either the asker sees this, or the pump sees the request, or both, and then
     * {@link NameRequest#claim} decides.
     */
    private volatile boolean ended;

    /**
     * Made by {@link EPump}, once for each system.
     *
     * @param system whose devices it uses
     * @param pump who runs it: one that serves, so that what it opens stays with it
     * @param config its settings
     */
    public Resolver(EPump system, Pump pump, ResolverConfig config) {
        this.system = system;
        this.pump = pump;
        this.config = config;
        cache = new NameCache(config);
        hosts = new WatchedFile<>(
                config.hostsFile, config.maxFileBytes, HostsFile::parse, e -> pump.onFailure(null, e));
        resolvConf = new WatchedFile<>(
                config.resolvConf, config.maxFileBytes, ResolvConf::parse, e -> pump.onFailure(null, e));
    }

    // -- asking

    /**
     * Asks for the addresses of a name. Safe from any thread.
     *
     * @param name a host name in ASCII, or an address in its literal form; with a dot at the end the search list is not used
     * @param handler told the answer, once
     * @param context for the program, may be null
     * @throws IllegalStateException when the system has stopped, or is about to
     */
    public void resolve(String name, NameHandler handler, Object context) {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(handler, "handler");
        if (pump.isDraining()) {
            throw new IllegalStateException("system=" + system + " stops or has stopped");
        }
        NameRequest request = new NameRequest(this, name, handler, context, runningOwner());
        request.ask(pump);
        if (ended && request.claim()) {
            throw new IllegalStateException("system=" + system + " has stopped");
        }
    }

    /**
     * Asks for the addresses of a name. Safe from any thread; a callback must not wait for the answer.
     *
     * @param name as in {@link #resolve(String, NameHandler, Object)}
     * @return all addresses, the families in turn, IPv6 first; or the failure, a {@link NameException}. Completed on the owner
     *     that has asked, or some other one when a foreign thread has
     */
    public CompletableFuture<List<InetAddress>> resolve(String name) {
        CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
        resolve(
                name,
                (context, answer) -> {
                    if (answer.status() == NameStatus.OK) {
                        found.complete(answer.addresses());
                    } else {
                        found.completeExceptionally(answer.failure());
                    }
                },
                null);
        return found;
    }

    /** Whose callback asks: an owner of this system, or null. */
    @SuppressWarnings("ReferenceEquality") // the setups of two systems may be equal
    private Owner runningOwner() {
        Owner current = Owner.current();
        boolean isOurs = current instanceof Pump other
                ? other.setup() == pump.setup()
                : current instanceof Worker worker && isOurs(worker);
        return isOurs ? current : null;
    }

    private boolean isOurs(Worker worker) {
        WorkerPool workers = pump.workers();
        return workers != null && worker.index() < workers.size() && workers.worker(worker.index()) == worker;
    }

    /**
     * A pump has run its last turn. On its thread; if it is the resolver's, who has asked since then is answered now.
     *
     * @param finished the pump
     */
    public void onPumpEnd(Pump finished) {
        if (finished == pump) {
            ended = true;
            while (pump.turn(0) > 0) {
                // a request, then its answer to a foreign thread
            }
        }
    }

    // -- on the pump

    void onAsked(NameRequest request) {
        try {
            takeUp(request);
        } catch (Throwable unforeseen) { // reported by the pump; who asks is told all the same
            if (!request.isTaken()) {
                request.tell(NameAnswer.failed(request.name(), NameStatus.UNREACHABLE));
            }
            throw unforeseen;
        }
    }

    private void takeUp(NameRequest request) {
        if (pump.isDraining()) {
            request.tell(NameAnswer.failed(request.name(), NameStatus.STOPPED));
            return;
        }
        NameAnswer known = answerAtOnce(request.name());
        if (known != null) {
            request.tell(known);
        } else if (waiters == config.maxWaiters) {
            request.tell(NameAnswer.failed(request.name(), NameStatus.OVERLOAD));
        } else {
            await(request);
        }
    }

    private NameAnswer answerAtOnce(String name) {
        InetAddress literal = Literal.parse(name);
        if (literal != null) {
            return NameAnswer.found(name, List.of(literal));
        }
        if (!HostName.isValid(name)) {
            return NameAnswer.failed(name, NameStatus.BAD_NAME);
        }
        String key = HostName.key(name);
        List<InetAddress> listed = hosts.value(nowNs()).addresses(key);
        if (listed != null) {
            return NameAnswer.found(name, listed);
        }
        return HostName.isLocalhost(key) ? NameAnswer.found(name, LOOPBACK) : null;
    }

    private void await(NameRequest request) {
        String key = HostName.key(request.name());
        Lookup running = lookups.get(key);
        if (running == null && lookups.size() == config.maxLookups) {
            request.tell(NameAnswer.failed(request.name(), NameStatus.OVERLOAD));
            return;
        }
        if (running != null) {
            waiters++;
            running.add(request);
            return;
        }
        Lookup lookup = new Lookup(this, key, nowNs() + config.totalTime.toNanos());
        lookups.put(key, lookup);
        waiters++;
        lookup.add(request);
        try {
            lookup.start();
        } catch (Throwable unforeseen) { // else the name would be looked for, by nobody, for ever
            lookup.giveUp();
            throw unforeseen;
        }
    }

    void onEnd(Lookup lookup) {
        lookups.remove(lookup.key());
    }

    void answer(NameRequest waiter, NameAnswer answer) {
        waiters--;
        waiter.tell(answer);
    }

    /** Who answers a foreign thread: a worker, as long as these live, since the callback may block. */
    Owner foreignAnswerer(NameRequest request) {
        return pump.hasWorkers() && !pump.isDraining()
                ? request.pinOnce(pump.workers().chooseForeign(nowNs()))
                : pump;
    }

    // -- what a search needs; on the pump

    EPump system() {
        return system;
    }

    Pump pump() {
        return pump;
    }

    ResolverConfig config() {
        return config;
    }

    MessageCoding coding() {
        if (coding == null) {
            coding = new MessageCoding(config.maxAliases, config.maxAddresses);
        }
        return coding;
    }

    NameCache cache() {
        return cache;
    }

    ResolvConf conf() {
        return resolvConf.value(nowNs());
    }

    List<InetSocketAddress> servers() {
        return config.servers.isEmpty() ? conf().servers() : config.servers;
    }

    /** Where in the list of servers to begin. */
    int nextServer() {
        if (!conf().rotate()) {
            return 0;
        }
        int first = rotation % servers().size();
        rotation = first + 1;
        return first;
    }

    int attempts() {
        return config.attempts > 0 ? config.attempts : conf().attempts();
    }

    long timeoutNs() {
        return config.timeout != null ? config.timeout.toNanos() : conf().timeoutSeconds() * 1_000_000_000L;
    }

    int randomId() {
        if (random == null) {
            random = new SecureRandom();
        }
        return random.nextInt(1 << 16);
    }

    byte[] datagramRoom() {
        return datagramRoom;
    }

    long nowNs() {
        return pump.clock().nanoTime();
    }
}
