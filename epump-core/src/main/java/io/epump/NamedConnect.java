package io.epump;

import io.epump.dns.NameAnswer;
import io.epump.dns.NameHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Connects to the first of a name's addresses that answers (RFC 8305): IPv6 and IPv4 in turn, IPv6 first, the next address as
 * soon as one has failed or has not answered for a while. Each attempt is a device of its own, served by the pump; the one that
 * wins gives its channel to the device that the program holds, the others are closed:
 *
 * <pre>
 *   program's device: adopted, no channel ──────────────────────────────────────────▶ takes the channel: CONNECTED
 *        │ start()                                                                        ▲
 *        ▼                                                                                │ surrenders it
 *   resolver ──first family──▶ (50 ms for IPv6) ──▶ attempt ──250 ms or failed──▶ attempt ─┘   the others: closed
 *        └── no address, all failed, or the time is up ─────────────────────────────▶ CONNFAIL
 * </pre>
 *
 * <p>Threading: the device's pump, for everything.
 *
 * <p>Lifecycle: {@link #start} when the pump adopts the device; ended by its own result, or by {@link #cancel} when the device is
 * closed, after which nothing happens any more.
 *
 * <p>Bounds: each address is tried once; the resolver bounds how many there are. The time in all is that of the options.
 */
final class NamedConnect implements ConnectAid, NameHandler, IOHandler {
    private static final int TIME_IS_UP = 0;
    private static final int TRY_NEXT = 1;

    /** How long IPv4 waits for IPv6, in milliseconds (RFC 8305 section 3). */
    private static final long RESOLUTION_DELAY_MS = 50;

    private final TcpDevice device;
    private final String host;
    private final int port;
    private final ConnectOptions options;
    private final long timeoutMs;

    private final Deque<InetAddress> leftIpv6 = new ArrayDeque<>();
    private final Deque<InetAddress> leftIpv4 = new ArrayDeque<>();
    private final Set<InetAddress> known = new HashSet<>();
    private final List<TcpDevice> attempts = new ArrayList<>();
    private IOTimer timeout;
    private IOTimer nextAttempt;
    private boolean isIpv6Next = true;
    private boolean hasAnswer;
    private boolean ended;
    private IOException failure;

    NamedConnect(TcpDevice device, String host, int port, ConnectOptions options) {
        this.device = device;
        this.host = host;
        this.port = port;
        this.options = options;
        this.timeoutMs = options.timeoutMs(device.system().config());
    }

    @Override
    public void start() {
        timeout = IOTimer.servedBy(device.pump(), device.system(), TIME_IS_UP, this);
        nextAttempt = IOTimer.servedBy(device.pump(), device.system(), TRY_NEXT, this);
        timeout.start(timeoutMs);
        try {
            device.system().resolver().resolve(host, this, null);
        } catch (IllegalStateException stopping) { // the pump is about to give the device up
            fail(new IOException("cannot connect to " + this, stopping));
        }
    }

    /** Everything that was to serve the device is closed. */
    @Override
    public void cancel() {
        ended = true;
        if (timeout != null) {
            timeout.stop();
            nextAttempt.stop();
        }
        attempts.forEach(TcpDevice::close);
        attempts.clear();
    }

    // -- names

    @Override
    public void onFirst(Object context, NameAnswer part) {
        if (ended) {
            return;
        }
        add(part);
        if (!leftIpv6.isEmpty()) {
            tryNext();
        } else {
            nextAttempt.start(RESOLUTION_DELAY_MS);
        }
    }

    @Override
    public void onName(Object context, NameAnswer answer) {
        if (ended) {
            return;
        }
        hasAnswer = true;
        add(answer);
        if (known.isEmpty()) {
            fail(answer.addresses().isEmpty() ? answer.failure() : noneOfFamily());
        } else if (attempts.isEmpty()) {
            tryNext();
        } else if (!nextAttempt.isStarted()) {
            nextAttempt.start(options.attemptDelayMs()); // the first family had no other
        }
    }

    private IOException noneOfFamily() {
        return new IOException(this + " has no address of the local address's family");
    }

    private void add(NameAnswer answer) {
        answer.ipv6().forEach(address -> add(address, leftIpv6));
        answer.ipv4().forEach(address -> add(address, leftIpv4));
    }

    private void add(InetAddress address, Deque<InetAddress> left) {
        if (!options.isOtherFamily(new InetSocketAddress(address, port)) && known.add(address)) {
            left.add(address);
        }
    }

    // -- attempts

    /** Tries the next address, if there is one. */
    private void tryNext() {
        for (InetAddress address = nextAddress(); address != null; address = nextAddress()) {
            if (isTried(new InetSocketAddress(address, port))) {
                nextAttempt.start(options.attemptDelayMs());
                return;
            }
        }
        nextAttempt.stop();
        if (attempts.isEmpty() && hasAnswer) {
            fail(failure);
        }
    }

    private InetAddress nextAddress() {
        boolean isIpv6 = isIpv6Next ? !leftIpv6.isEmpty() : leftIpv4.isEmpty();
        isIpv6Next = !isIpv6;
        return isIpv6 ? leftIpv6.poll() : leftIpv4.poll();
    }

    private boolean isTried(InetSocketAddress remote) {
        try {
            IODevice.Opening opening = new IODevice.Opening(FdType.CONNECTED, this, remote);
            TcpDevice attempt = new TcpDevice(device.system(), device.pump(), options.openChannel(), opening);
            device.system().descriptors().abandonIfExceeded(List.of(attempt));
            attempt.pinToPump();
            attempts.add(attempt);
            attempt.connect(remote);
            return true;
        } catch (IOException | RuntimeException e) { // such as an option that there is not
            addFailure(remote, e);
            return false;
        }
    }

    private void addFailure(Object remote, Exception cause) {
        IOException error = new IOException("cannot connect to " + remote + ": " + cause.getMessage(), cause);
        if (failure == null) {
            failure = error;
        } else {
            failure.addSuppressed(error);
        }
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (ended) {
            return;
        }
        switch (event) {
            case TIMEOUT -> onTimeout(((IOTimer) source).commandId());
            case CONNECTED -> win((TcpDevice) source);
            default -> onAttemptFailed((TcpDevice) source, context);
        }
    }

    private void onTimeout(int commandId) {
        if (commandId == TRY_NEXT) {
            tryNext();
            return;
        }
        IOException late = new SocketTimeoutException("no connection to " + this + " within " + timeoutMs + " ms");
        if (failure != null) {
            late.addSuppressed(failure);
        }
        fail(late);
    }

    private void onAttemptFailed(TcpDevice attempt, Object remote) {
        attempts.remove(attempt);
        IOException error = attempt.ioError();
        attempt.close();
        if (device.pump().isDraining()) {
            return; // the device is given up too
        }
        addFailure(remote, error != null ? error : new IOException("given up"));
        tryNext();
    }

    // -- the end

    private void win(TcpDevice attempt) {
        attempts.remove(attempt);
        cancel();
        if (device.isOpen()) {
            device.onConnected(attempt.surrenderSocket());
        }
        attempt.close();
    }

    private void fail(IOException reason) {
        cancel();
        if (!device.pump().isDraining()) { // else the device is given up, and INVALID_DEV tells enough
            device.failConnect(reason);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
