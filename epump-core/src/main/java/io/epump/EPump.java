package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.dns.Resolver;
import io.epump.pump.Notifier;
import io.epump.pump.Pump;
import io.epump.pump.PumpSetup;
import io.epump.pump.SelectorNotifier;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import io.epump.sched.OwnerSetup;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An event pump: some pumps, perhaps some workers, and the devices and timers they serve.
 *
 * <p>Threading: all methods may be called from any thread, callbacks included.
 *
 * <p>Lifecycle: {@link #start(EPumpConfig)}, then open devices and timers, then {@link #stop}; or {@link #create}, and some of these
 * before {@link #start()}. Several systems with different settings
 * may run in one JVM.
 *
 * <p>Bounds: those of {@link EPumpConfig}.
 */
public final class EPump implements AutoCloseable {
    private static final long FIRST_ID = 100;
    private static final long NS_PER_MS = 1_000_000;

    private final EPumpConfig config;
    private final NanoClock clock;
    private final long madeNs;
    private final WorkerPool workers;
    private final Pump[] pumps;
    private final PumpBinding binding;
    private final AtomicLong deviceIds = new AtomicLong(FIRST_ID);
    private final AtomicLong timerIds = new AtomicLong(FIRST_ID);
    private final AtomicLong portIds = new AtomicLong(FIRST_ID);
    private final HookRegistry hooks = new HookRegistry();
    private final SystemThreads threads;
    private final StopOrder stopOrder;
    private final OwnerLocal<ByteBuffer> datagramRooms;
    private final DescriptorLimit descriptors;
    private final Openings openings;

    /** Null unless configured. */
    private final Management management;

    private final Resolver resolver;

    /** Makes the notifier of each pump: the seam for a simulated one. */
    @FunctionalInterface
    interface NotifierFactory {
        Notifier open() throws IOException;
    }

    EPump(EPumpConfig config, NanoClock clock, NotifierFactory notifiers) throws IOException {
        this.config = config;
        this.clock = clock;
        madeNs = clock.nanoTime();
        OwnerSetup owners = new OwnerSetup(clock, config.failureHandler(), config.maxUserEvents());
        workers = config.workers() == 0 ? null : newWorkers(config, owners);
        PumpSetup setup = new PumpSetup(
                owners,
                workers,
                config.holdLimit().toNanos(),
                config.acceptRetry().toNanos(),
                config.acceptPause().toNanos(),
                config.hookInterval().toNanos());
        pumps = new Pump[config.pumps()];
        for (int i = 0; i < pumps.length; i++) {
            pumps[i] = new Pump(i, config.name() + "-pump-" + i, setup, openNotifier(notifiers, i));
        }
        binding = new PumpBinding(config, pumps, clock);
        for (Owner owner : owners()) {
            owner.attach(new BufferPool(owner, config.bufferBytes(), config.pooledBuffers()));
        }
        threads = new SystemThreads(this, owners, List.of(pumps), workers);
        stopOrder = new StopOrder(this, owners, List.of(pumps), threads);
        descriptors = new DescriptorLimit(config.maxDescriptors(), List.of(pumps));
        openings = new Openings(this, binding, descriptors);
        management = config.jmx() ? new Management(this) : null;
        datagramRooms = new OwnerLocal<>(this, () -> ByteBuffer.allocateDirect(UdpDevice.MAX_DATAGRAM_BYTES));
        resolver = new Resolver(this, pumps[pumps.length - 1], config.resolver()); // one that serves
    }

    /** Opens a pump's notifier; when there is none, closes those of the pumps made before. */
    private Notifier openNotifier(NotifierFactory notifiers, int made) throws IOException {
        try {
            return notifiers.open();
        } catch (IOException e) {
            for (int i = 0; i < made; i++) {
                pumps[i].close();
            }
            throw e;
        }
    }

    private static WorkerPool newWorkers(EPumpConfig config, OwnerSetup owners) {
        return new WorkerPool(
                config.workers(),
                config.name() + "-worker-",
                config.ringSize(),
                config.waitStrategy(),
                config.dispatchPolicy(),
                owners);
    }

    /**
     * Starts a system: its pumps and workers run when this returns.
     *
     * @param config its settings
     * @return the running system
     * @throws IOException when the operating system refuses a selector
     * @throws IllegalArgumentException when the process may not have as many descriptors as configured
     */
    public static EPump start(EPumpConfig config) throws IOException {
        EPump system = create(config);
        system.start();
        return system;
    }

    /**
     * Makes a system that does not run yet. Listeners, devices and timers may be opened: what happens to them waits until {@link
     * #start()}.
     *
     * @param config its settings
     * @return the system, to be started, or stopped
     * @throws IOException when the operating system refuses a selector
     * @throws IllegalArgumentException when the process may not have as many descriptors as configured
     */
    public static EPump create(EPumpConfig config) throws IOException {
        DescriptorLimit.check(config.maxDescriptors());
        EPump system = new EPump(config, NanoClock.SYSTEM, SelectorNotifier::new);
        system.threads.expectStart();
        return system;
    }

    /**
     * Starts a system that was made by {@link #create}: its pumps and workers run when this returns, and adopt what was opened
     * before. When a thread is not to be had, what was opened is given up, with its last callbacks perhaps on this thread, and the
     * system has stopped.
     *
     * @throws IllegalStateException when it was started before, or has stopped
     */
    public void start() {
        checkRunning();
        if (!threads.start()) {
            throw new IllegalStateException("system=" + config.name() + " was started before");
        }
        if (management != null) {
            management.register();
        }
    }

    // -- devices

    /**
     * Listens for TCP connections: on Linux with one socket per pump (SO_REUSEPORT), elsewhere, or if so configured, with
     * one for all.
     *
     * @param address where; a wildcard address means IPv4 and IPv6; port 0 finds a free port
     * @param handler called with ACCEPT, on any owner, for several pumps at the same time
     * @param context shared by all listeners of the group, may be null
     * @return the open listeners
     * @throws IOException when the address cannot be used, also when another process listens there
     */
    public ListenerGroup tcpListen(InetSocketAddress address, IOHandler handler, Object context) throws IOException {
        return tcpListen(address, Bind.NEW_FOR_EACH, handler, context);
    }

    /**
     * Listens for TCP connections.
     *
     * @param address where; a wildcard address means IPv4 and IPv6; port 0 finds a free port
     * @param bind which pumps listen, with one socket or each with its own; an accepted connection stays on its listener's pump
     *     unless {@link EPumpConfig.Builder#spreadAccepted} or {@link EPumpConfig.Builder#acceptors} say otherwise
     * @param handler called with ACCEPT, on any owner, for several pumps at the same time
     * @param context shared by all listeners of the group, may be null
     * @return the open listeners
     * @throws IOException when the address cannot be used, also when another process listens there
     */
    public ListenerGroup tcpListen(InetSocketAddress address, Bind bind, IOHandler handler, Object context)
            throws IOException {
        return openings.tcpListener(address, bind, handler, context);
    }

    /**
     * Opens a TCP connection. Never blocks: success and failure come as CONNECTED or CONNFAIL, one of them, once, also when
     * the result is known at once. Opened inside a worker's callback, the device is pinned to that worker.
     *
     * @param remote an address; if it is unresolved its name is looked for, by {@link #resolver}
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device, which must not be written to before CONNECTED
     * @throws IOException when there is no descriptor left
     */
    public TcpDevice tcpConnect(InetSocketAddress remote, IOHandler handler, Object context) throws IOException {
        return tcpConnect(remote, ConnectOptions.DEFAULT, handler, context);
    }

    /**
     * Opens a TCP connection from a given local address.
     *
     * @param remote an address, perhaps unresolved
     * @param local the address of this side, port 0 for any; null for any address
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device, which must not be written to before CONNECTED
     * @throws IOException when there is no descriptor left, or the local address cannot be used
     */
    public TcpDevice tcpConnect(InetSocketAddress remote, InetSocketAddress local, IOHandler handler, Object context)
            throws IOException {
        return tcpConnect(remote, ConnectOptions.builder().local(local).build(), handler, context);
    }

    /**
     * Opens a TCP connection to a host: to the first of its addresses that answers (RFC 8305). As {@link
     * #tcpConnect(InetSocketAddress, ConnectOptions, IOHandler, Object)} with an unresolved address.
     *
     * @param host its name, or an address in its literal form
     * @param port 0 to 65535
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device, which must not be written to before CONNECTED
     * @throws IOException when there is no descriptor left
     */
    public TcpDevice tcpConnect(String host, int port, IOHandler handler, Object context) throws IOException {
        return tcpConnect(InetSocketAddress.createUnresolved(host, port), ConnectOptions.DEFAULT, handler, context);
    }

    /**
     * Opens a TCP connection with options. What goes wrong with a name comes as CONNFAIL, with the reason in {@link
     * IODevice#ioError}: a {@link io.epump.dns.NameException}, a {@link java.net.SocketTimeoutException}, or the failure of the
     * first address, with those of the others suppressed in it. Until CONNECTED such a device has no address.
     *
     * @param remote an address; if it is unresolved, its name is looked for, and each of its addresses tried
     * @param options local address, time, socket options
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device, which must not be written to before CONNECTED
     * @throws IOException when there is no descriptor left, or, for an address, the local address cannot be used
     */
    public TcpDevice tcpConnect(InetSocketAddress remote, ConnectOptions options, IOHandler handler, Object context)
            throws IOException {
        return openings.tcpConnection(remote, options, handler, context);
    }

    /**
     * Listens on a Unix socket, with one socket for all pumps.
     *
     * @param path its file, of about a hundred bytes at most; one that nobody listens on any more is replaced; removed at close
     * @param permissions who may connect: those who may write the file; null for the process's own user alone
     * @param handler called with ACCEPT, on any owner
     * @param context for the program, may be null
     * @return the open listener
     * @throws IOException when the path cannot be used, also when somebody listens there
     */
    public UnixListener unixListen(Path path, Set<PosixFilePermission> permissions, IOHandler handler, Object context)
            throws IOException {
        return openings.unixListener(path, permissions, handler, context);
    }

    /**
     * Opens a connection to a Unix socket. Never blocks: success and failure come as CONNECTED or CONNFAIL, one of them, once.
     *
     * @param path the file of the socket
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device, which must not be written to before CONNECTED
     * @throws IOException when there is no descriptor left
     */
    public UnixDevice unixConnect(Path path, IOHandler handler, Object context) throws IOException {
        return openings.unixConnection(path, handler, context);
    }

    /**
     * Receives datagrams on an address: on Linux with one socket per pump (SO_REUSEPORT), elsewhere, or if so configured, with
     * one for all.
     *
     * @param address where; a wildcard address means IPv4 and IPv6; port 0 finds a free port
     * @param handler called with READ, for several pumps at the same time
     * @param context shared by all sockets of the group, may be null
     * @return the open sockets
     * @throws IOException when the address cannot be used, also when another process receives there
     */
    public UdpGroup udpListen(InetSocketAddress address, IOHandler handler, Object context) throws IOException {
        return udpListen(address, Bind.NEW_FOR_EACH, handler, context);
    }

    /**
     * Receives datagrams on an address.
     *
     * @param address where; a wildcard address means IPv4 and IPv6; port 0 finds a free port
     * @param bind which pumps receive, with one socket or each with its own
     * @param handler called with READ, for several pumps at the same time
     * @param context shared by all sockets of the group, may be null
     * @return the open sockets
     * @throws IOException when the address cannot be used, also when another process receives there
     */
    public UdpGroup udpListen(InetSocketAddress address, Bind bind, IOHandler handler, Object context)
            throws IOException {
        return openings.udpGroup(address, bind, handler, context);
    }

    /**
     * Opens a UDP socket to ask others with.
     *
     * @param local the address of this side, port 0 for any; null for any address and port
     * @param handler the callback
     * @param context for the program, may be null
     * @return the device; opened inside a callback it may be sent with until that returns, and then in its own callbacks
     * @throws IOException when there is no descriptor left, or the local address cannot be used
     */
    public UdpDevice udpClient(InetSocketAddress local, IOHandler handler, Object context) throws IOException {
        return openings.udpClient(local, handler, context);
    }

    /**
     * Has a pump watch a channel that the program has made: the end of a pipe, a socket. It becomes non-blocking, and belongs to
     * the device; when this throws, it is the program's still.
     *
     * @param channel a channel of the JDK's default provider; a {@link SocketChannel} that is connected or connecting
     * @param handler called with READ or ACCEPT at first; with WRITE, once, for what can only be written to; with CONNECTED or
     *     CONNFAIL for a connect that is under way
     * @param context for the program, may be null
     * @return the device; {@link ChannelDevice#channel} is the channel, for the program to read and write in the callbacks
     * @throws IllegalArgumentException when the channel is null, registered with a selector, of another provider, or a socket
     *     that is not even connecting
     * @throws IllegalStateException when the system stops
     * @throws IOException when the channel is closed, or as many devices are open as configured
     */
    public ChannelDevice bindChannel(SelectableChannel channel, IOHandler handler, Object context) throws IOException {
        return openings.channel(channel, handler, context);
    }

    /**
     * Opens standard input.
     *
     * @param handler called with READ
     * @param context for the program, may be null
     * @return the device
     * @throws IllegalStateException when this JVM has another one that is not {@link StdinDevice#closed} yet
     * @throws IOException when as many devices are open as {@link EPumpConfig.Builder#maxDescriptors} allows
     */
    public StdinDevice stdin(IOHandler handler, Object context) throws IOException {
        return stdin(StandardStreams.IN, handler, context);
    }

    StdinDevice stdin(StreamThread stream, IOHandler handler, Object context) throws IOException {
        return openings.stdin(stream, handler, context);
    }

    /**
     * Opens standard output.
     *
     * @param handler called with WRITE at first, when it may be written to, unless the callback that opens it writes already
     * @param context for the program, may be null
     * @return the device
     * @throws IllegalStateException when this JVM has another one that is not {@link StdoutDevice#closed} yet
     * @throws IOException when as many devices are open as {@link EPumpConfig.Builder#maxDescriptors} allows
     */
    public StdoutDevice stdout(IOHandler handler, Object context) throws IOException {
        return stdout(StandardStreams.OUT, handler, context);
    }

    StdoutDevice stdout(StreamThread stream, IOHandler handler, Object context) throws IOException {
        return openings.stdout(stream, handler, context);
    }

    /**
     * Not to be had: the JDK opens no raw socket. A native notifier could; until then a program with a native library of its own
     * can pass packets on through a pipe, whose end {@link #bindChannel} takes.
     *
     * @param protocol the number of the protocol
     * @param handler the callback
     * @param context for the program, may be null
     * @return never
     * @throws UnsupportedOperationException always
     */
    @SuppressWarnings("DoNotCallSuggester") // a later notifier may have it
    public IODevice rawSocket(int protocol, IOHandler handler, Object context) {
        throw new UnsupportedOperationException("protocol=" + protocol + ": the JDK opens no raw socket;"
                + " a native helper can, and pass packets on through a pipe or Unix socket: see bindChannel");
    }

    /**
     * Not to be had: the JDK makes no selectable channel of a descriptor. A native notifier could; until then a program can bind
     * what is a channel already, such as the one that inetd hands over ({@link System#inheritedChannel}).
     *
     * @param descriptor its number
     * @param handler the callback
     * @param context for the program, may be null
     * @return never
     * @throws UnsupportedOperationException always
     */
    @SuppressWarnings("DoNotCallSuggester") // a later notifier may have it
    public IODevice bindDescriptor(int descriptor, IOHandler handler, Object context) {
        throw new UnsupportedOperationException("descriptor=" + descriptor
                + ": the JDK makes no selectable channel of a descriptor;"
                + " what is a channel already, such as System.inheritedChannel(), takes bindChannel");
    }

    /**
     * Finds the addresses of names, without blocking anybody.
     *
     * @return the one resolver of this system
     */
    public Resolver resolver() {
        return resolver;
    }

    /** Empty memory of the running owner's for one datagram, until the callback ends. */
    ByteBuffer datagramRoom() {
        return datagramRooms.get().clear();
    }

    boolean isStopping() {
        return stopOrder.isStopping();
    }

    DescriptorLimit descriptors() {
        return descriptors;
    }

    void checkRunning() {
        if (stopOrder.isStopping()) {
            throw new IllegalStateException("system=" + config.name() + " stops or has stopped");
        }
    }

    // -- timers

    /**
     * Starts a timer that belongs to no device. It fires on the owner whose callback started it; one that a foreign thread
     * started on an owner chosen at its first expiry.
     *
     * @param delayMs from now, in milliseconds, 0 or more
     * @param commandId the program's number for what is to be done
     * @param attachment for the program, may be null
     * @param handler called with TIMEOUT
     * @param context for the program, may be null
     * @return the timer, which can be started again
     */
    public IOTimer startTimer(long delayMs, int commandId, Object attachment, IOHandler handler, Object context) {
        return startTimer(delayMs, new IOTimer.Timing(0, commandId, attachment), handler, context);
    }

    /**
     * Starts a periodic timer that belongs to no device. Deadlines do not drift; periods missed are skipped.
     *
     * @param periodMs in milliseconds, at least 1
     * @param commandId the program's number for what is to be done
     * @param attachment for the program, may be null
     * @param handler called with TIMEOUT
     * @param context for the program, may be null
     * @return the timer
     */
    public IOTimer startPeriodicTimer(
            long periodMs, int commandId, Object attachment, IOHandler handler, Object context) {
        checkPeriod(periodMs);
        return startTimer(periodMs, new IOTimer.Timing(periodMs, commandId, attachment), handler, context);
    }

    static void checkPeriod(long periodMs) {
        if (periodMs < 1) {
            throw new IllegalArgumentException("periodMs=" + periodMs + " is less than 1");
        }
        IOTimer.checkDelay("periodMs", periodMs);
    }

    private IOTimer startTimer(long delayMs, IOTimer.Timing timing, IOHandler handler, Object context) {
        IOTimer.checkDelay("delayMs", delayMs);
        checkRunning();
        IOTimer timer = new IOTimer(this, binding.current(), null, timing, handler, context);
        Worker worker = runningWorker();
        if (worker != null) {
            timer.pinOnce(worker);
        }
        timer.start(delayMs);
        return timer;
    }

    // -- user events

    /**
     * Opens a port to a worker: user events posted to it are handled there.
     *
     * @param worker its number, from 0
     * @param handler the callback
     * @param context for the program, may be null
     * @return the port
     */
    public EventPort portToWorker(int worker, UserEventHandler handler, Object context) {
        checkNumber("worker", worker, config.workers());
        return new EventPort(this, workers.worker(worker), handler, context);
    }

    /**
     * Opens a port to a pump: user events posted to it are handled on the pump itself, also when there are workers.
     *
     * @param pump its number, from 0
     * @param handler the callback, which must not block
     * @param context for the program, may be null
     * @return the port
     */
    public EventPort portToPump(int pump, UserEventHandler handler, Object context) {
        checkNumber("pump", pump, pumps.length);
        return new EventPort(this, pumps[pump], handler, context);
    }

    /**
     * Registers a hook with a pump. Inside a callback, it is asked from the end of that callback on.
     *
     * @param pump its number, from 0
     * @param condition evaluated on the pump with each of its turns
     * @param handler called with USER, or {@link IOHandler#onUserEvent}, whenever the condition is met
     * @param context for both, may be null
     * @return the hook; the one that is there already when the same was registered before, all three compared by identity
     */
    public EventHook addHook(int pump, HookCondition condition, IOHandler handler, Object context) {
        checkNumber("pump", pump, pumps.length);
        checkRunning();
        HookRegistry.Key key = new HookRegistry.Key(pump, condition, handler, context);
        return hooks.hook(key, pumps[pump], this::openOrAbandon);
    }

    private void openOrAbandon(EventHook hook) {
        if (stopOrder.isStopping()) { // as with devices: counted first, then asked
            hook.abandonOpening();
            checkRunning();
        }
        hook.open();
    }

    private static void checkNumber(String what, int number, int count) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException(what + "=" + number + " is none of " + count);
        }
    }

    /** Whether nothing that is posted is taken any more. All pumps are asked to drain at once. */
    boolean isDraining() {
        return pumps[0].isDraining();
    }

    // -- choices

    PumpBinding binding() {
        return binding;
    }

    /** The worker of this system whose callback this is, or null. */
    Worker runningWorker() {
        return Owner.current() instanceof Worker worker && isMine(worker) ? worker : null;
    }

    private boolean isMine(Worker worker) {
        return workers != null && worker.index() < workers.size() && workers.worker(worker.index()) == worker;
    }

    void atCallbackEnd(IODevice device) {
        Owner.current().atCallbackEnd(device);
    }

    long nextDeviceId() {
        return deviceIds.getAndIncrement();
    }

    long nextTimerId() {
        return timerIds.getAndIncrement();
    }

    long nextPortId() {
        return portIds.getAndIncrement();
    }

    // -- stopping

    /**
     * Stops the system: listeners accept what is queued and close; the program is told and may drain; what remains gets
     * INVALID_DEV and is closed; workers run what they have and end; pumps end. Called from a callback it only requests all
     * this, and answers false.
     *
     * @param deadline for how long to wait, not at all if negative: all but the last second, or the last quarter if that is less,
     *     for the program; callbacks that still run at the end are left alone, and their threads end when they return
     * @return true when everything is released and no thread is left
     */
    public boolean stop(Duration deadline) {
        return stopOrder.stop(deadline);
    }

    void refuseOpenings() {
        stopOrder.refuseOpenings();
    }

    /** Nothing is left to be looked at. */
    void onEnding() {
        if (management != null) {
            management.unregister();
        }
    }

    /** Stops with ten seconds' time. */
    @Override
    public void close() {
        stop(Duration.ofSeconds(10));
    }

    // -- views

    /**
     * The settings.
     *
     * @return immutable
     */
    public EPumpConfig config() {
        return config;
    }

    NanoClock clock() {
        return clock;
    }

    long madeNs() {
        return madeNs;
    }

    long slowCallbacks() {
        return threads.slowCallbacks();
    }

    List<OpenListener> listening() {
        return openings.listening();
    }

    /** All pumps, then all workers. */
    List<Owner> owners() {
        List<Owner> owners = new ArrayList<>(List.of(pumps));
        for (int i = 0; workers != null && i < workers.size(); i++) {
            owners.add(workers.worker(i));
        }
        return owners;
    }

    /**
     * A snapshot of the figures.
     *
     * @return counts as of now, each for itself
     */
    public EPumpStatistics statistics() {
        return EPumpStatistics.of(this, List.of(pumps), workers, clock.nanoTime());
    }

    /**
     * Describes the whole state for people: every pump with its devices, every worker. Asks each pump and waits up to a
     * second for it.
     *
     * @return several lines
     */
    public String dump() {
        return EPumpDump.of(this, List.of(pumps), workers);
    }

    @Override
    public String toString() {
        return config.name() + " with " + pumps.length + " pumps and " + config.workers() + " workers";
    }

    static long toMs(long ns) {
        return ns / NS_PER_MS;
    }
}
