package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.epump.ConnectOptions;
import io.epump.EPump;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.dns.Literal;
import io.epump.dns.NameException;
import io.epump.dns.NameStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A connect by name ends in exactly one of CONNECTED and CONNFAIL, tries one address after the other, can be closed and stopped
 * in each of its phases, and leaves nothing. That nothing is left is the rig's to check.
 */
@Tag("permutation")
class NamedConnectTest {
    /** Of a search that nobody answers: one for each family. */
    private static final int LOOKUP_SOCKETS = 2;

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path directory;

    private final Queue<String> log = new ConcurrentLinkedQueue<>();
    private final AtomicReference<IOException> error = new AtomicReference<>();

    /** Writes down what it is told; a connection echoes, a failed one is closed. */
    private IOHandler logging() {
        return new Supervised(rig, (context, source, event, fdType) -> {
            TcpDevice device = (TcpDevice) source;
            if (event == IOEventType.READ) {
                log.add("READ " + CommandHandler.receive(device));
                device.close();
                return;
            }
            log.add(event.toString());
            if (event == IOEventType.CONNECTED) {
                assertNull(device.ioError());
                CommandHandler.echo(device, "hello");
            } else {
                error.set(device.ioError());
                device.close();
            }
        });
    }

    private static int deafPort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(Rig.loopback(0));
            return socket.getLocalPort();
        }
    }

    /** A socket on IPv4 whose queue is full and that never accepts: who connects gets no answer. */
    private InetSocketAddress blackHole() throws IOException {
        ServerSocket deaf =
                rig.closeLater(new ServerSocket(0, 1, Rig.loopback(0).getAddress()));
        for (int i = 0; i < 4; i++) { // Linux takes the length of the queue and one more
            SocketChannel channel = rig.closeLater(SocketChannel.open());
            channel.configureBlocking(false);
            channel.connect(deaf.getLocalSocketAddress());
        }
        return (InetSocketAddress) deaf.getLocalSocketAddress();
    }

    private void awaitEnd(EPump system, TcpDevice device) {
        rig.await(device::isClosed, "the device to be closed");
        rig.await(() -> system.statistics().devices() == 0, "all devices to be gone");
        rig.await(() -> system.statistics().timers() == 0, "all timers to be gone");
    }

    // -- success

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldConnectByName(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = rig.echo(server, 0).port();
        for (int i = 0; i < 20; i++) {
            log.clear();
            TcpDevice device = i % 2 == 0
                    ? system.tcpConnect("HERE", port, logging(), null)
                    : system.tcpConnect(InetSocketAddress.createUnresolved("here", port), logging(), null);
            rig.await(device::isClosed, "the echo");
            assertEquals(List.of("CONNECTED", "READ hello"), List.copyOf(log));
            awaitEnd(system, device);
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldConnectManyAtOnce(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here", "127.0.0.2 here");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = rig.echo(server, 0).port();
        List<TcpDevice> devices = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            devices.add(system.tcpConnect("here", port, logging(), null));
        }
        rig.await(() -> devices.stream().allMatch(TcpDevice::isClosed), "all echoes");
        assertEquals(50, log.stream().filter("CONNECTED"::equals).count());
        assertEquals(50, log.stream().filter("READ hello"::equals).count());
        assertEquals(100, log.size());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldRunOnSameThreadWhenCallbackConnectsByName(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = rig.echo(server, 0).port();
        AtomicReference<Thread> opener = new AtomicReference<>();
        Supervised client = (Supervised) logging();
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    opener.set(Thread.currentThread());
                    TcpDevice device = system.tcpConnect("here", port, client, null);
                    assertNull(device.remoteAddress());
                    assertNull(device.localAddress());
                    assertThrows(NotYetConnectedException.class, () -> CommandHandler.echo(device, "too early"));
                    assertThrows(NotYetConnectedException.class, device::receive);
                    assertThrows(NotYetConnectedException.class, device::shutdownOutput);
                    device.startTimer(0, 0, null, (c, s, e, f) -> log.add("TIMEOUT"));
                },
                null);
        rig.await(() -> log.contains("READ hello"), "the echo");
        rig.await(() -> log.contains("TIMEOUT") || log.size() == 2, "the timer, unless the device was faster");
        assertSame(opener.get(), client.thread());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTakeNextAddressAtOnceWhenFirstRefuses(Permutation permutation) throws IOException {
        // Nobody listens on the first; a delay beyond the test's patience shows that it is not waited for.
        Names names = new Names(rig, directory, "127.0.0.3 both", "127.0.0.1 both");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = rig.echo(server, 0).port();
        TcpDevice device = system.tcpConnect(
                InetSocketAddress.createUnresolved("both", port),
                ConnectOptions.builder()
                        .attemptDelay(Rig.PATIENCE.multipliedBy(2))
                        .build(),
                logging(),
                null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNECTED", "READ hello"), List.copyOf(log));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTakeNextAddressWhenFirstIsSilent(Permutation permutation) throws IOException {
        InetSocketAddress silent = blackHole();
        Names names = new Names(rig, directory, "127.0.0.1 both", "127.0.0.2 both");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        ListenerGroup second = server.tcpListen(
                new InetSocketAddress("127.0.0.2", silent.getPort()),
                Rig.accepting(() -> new CommandHandler(CommandHandler::echo)),
                null);
        assertEquals(silent.getPort(), second.port());
        TcpDevice device = system.tcpConnect(
                InetSocketAddress.createUnresolved("both", silent.getPort()),
                ConnectOptions.builder().attemptDelay(Duration.ofMillis(10)).build(),
                logging(),
                null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNECTED", "READ hello"), List.copyOf(log));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTakeIpv6FirstAndIpv4WhenThatFails(Permutation permutation) throws IOException {
        InetAddress ipv6 = Literal.parse("::1");
        try (ServerSocket probe = new ServerSocket(0, 1, ipv6)) {
            assertTrue(probe.isBound());
        } catch (IOException e) {
            assumeTrue(false, "no IPv6 on this machine: " + e.getMessage());
        }
        Names names = new Names(rig, directory, "127.0.0.1 both", "::1 both");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        ListenerGroup first = server.tcpListen(
                new InetSocketAddress(ipv6, 0), Rig.accepting(() -> new CommandHandler(CommandHandler::echo)), null);
        server.tcpListen(
                Rig.loopback(first.port()), Rig.accepting(() -> new CommandHandler(CommandHandler::echo)), null);
        AtomicReference<Object> remote = new AtomicReference<>();
        Supplier<IOHandler> client = () -> new Supervised(rig, (context, source, event, fdType) -> {
            remote.set(((IODevice) source).remoteAddress());
            log.add(event.toString());
            source.close();
        });
        TcpDevice device = system.tcpConnect("both", first.port(), client.get(), null);
        awaitEnd(system, device);
        assertEquals(new InetSocketAddress(ipv6, first.port()), remote.get());
        first.close();
        rig.await(() -> first.closed().isDone(), "the IPv6 listener to be closed");
        device = system.tcpConnect("both", first.port(), client.get(), null);
        awaitEnd(system, device);
        assertEquals(Rig.loopback(first.port()), remote.get());
        assertEquals(List.of("CONNECTED", "CONNECTED"), List.copyOf(log));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldApplyOptions(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 both", "::1 both");
        EPump server = rig.start(rig.settings(1, 0));
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = rig.echo(server, 0).port();
        int localPort = deafPort();
        // Only IPv4 can be reached from there.
        ConnectOptions options = ConnectOptions.builder()
                .local(new InetSocketAddress("127.0.0.5", localPort))
                .option(StandardSocketOptions.SO_KEEPALIVE, true)
                .build();
        AtomicReference<Object> local = new AtomicReference<>();
        TcpDevice device = system.tcpConnect(
                InetSocketAddress.createUnresolved("both", port),
                options,
                (context, source, event, fdType) -> {
                    log.add(event.toString());
                    local.set(((IODevice) source).localAddress());
                    ((TcpDevice) source).abort();
                },
                null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNECTED"), List.copyOf(log));
        assertEquals(new InetSocketAddress("127.0.0.5", localPort), local.get());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldCloseAtOnceWhenToldToLingerBeforeItIsConnected(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump system = rig.start(names.in(rig.settings(permutation)));
        int port = deafPort();
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    system.tcpConnect("here", port, logging(), null).lingerClose();
                    log.add("closed");
                },
                null);
        rig.await(() -> log.contains("closed") && system.statistics().devices() == 0, "the device to be gone");
        assertEquals(List.of("closed"), List.copyOf(log));
    }

    /** Each attempt is a device beside the program's; where there is no room for it the connect fails. */
    @Test
    void shouldFailOnceWhenThereIsNoDescriptorForAnAttempt() throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump system = rig.start(names.in(rig.settings(1, 0)).maxDescriptors(1));
        TcpDevice device = system.tcpConnect("here", deafPort(), logging(), null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertTrue(error.get().getMessage().contains("maxDescriptors=1"), error.get()::getMessage);
    }

    /** The pumps that only accept neither resolve nor connect. */
    @Test
    void shouldFailOnceWhenOnePumpOnlyAccepts() throws IOException {
        Names names = new Names(rig, directory);
        EPump system = rig.start(names.in(rig.settings(2, 0).acceptors(1), Duration.ofMillis(20), 1));
        TcpDevice device = system.tcpConnect("somewhere", 80, logging(), null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertEquals(2, names.questions());
    }

    /** The search goes on while the only worker is blocked: the questions are sent again, and given up. */
    @Test
    void shouldAskNameServerWhileEveryWorkerIsBlocked() throws IOException {
        Names names = new Names(rig, directory);
        EPump system = rig.start(names.in(rig.settings(1, 1), Duration.ofMillis(20), 2));
        CountDownLatch gate = rig.gate();
        system.startTimer(
                0,
                0,
                null,
                (context, source, event, fdType) -> {
                    log.add("blocked");
                    Rig.blockAt(gate);
                },
                null);
        rig.await(() -> log.contains("blocked"), "the worker");
        TcpDevice device = system.tcpConnect("somewhere", 80, logging(), null);
        rig.await(() -> names.questions() == 4, "both questions, twice");
        rig.await(() -> system.statistics().devices() == 1, "the end of the search");
        gate.countDown();
        device.close();
    }

    // -- failure

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWithAllReasonsWhenEveryAddressRefuses(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 dead", "127.0.0.2 dead", "127.0.0.3 dead");
        EPump system = rig.start(names.in(rig.settings(permutation)));
        TcpDevice device = system.tcpConnect("dead", deafPort(), logging(), null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertEquals(2, error.get().getSuppressed().length);
        assertTrue(error.get().getMessage().contains("127.0.0.1"), error.get()::getMessage);
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWhenNameIsNone(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory);
        EPump system = rig.start(names.in(rig.settings(permutation)));
        TcpDevice device = system.tcpConnect("no name", 80, logging(), null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertEquals(
                NameStatus.BAD_NAME,
                assertInstanceOf(NameException.class, error.get()).status());
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWhenNameServerIsSilent(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory);
        EPump system = rig.start(names.in(rig.settings(permutation), Duration.ofMillis(20), 1));
        TcpDevice device = system.tcpConnect("somewhere", 80, logging(), null);
        awaitEnd(system, device);
        assertEquals(List.of("CONNFAIL"), List.copyOf(log));
        assertEquals(
                NameStatus.TIMEOUT,
                assertInstanceOf(NameException.class, error.get()).status());
    }

    /** Whatever takes too long: the name, or each of the addresses, or the one address. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFailOnceWhenTimeIsUp(Permutation permutation) throws IOException {
        InetSocketAddress silent = blackHole();
        Names names = new Names(rig, directory, "127.0.0.1 slow");
        EPump system = rig.start(names.in(rig.settings(permutation)));
        ConnectOptions options =
                ConnectOptions.builder().timeout(Duration.ofMillis(20)).build();
        for (InetSocketAddress remote : List.of(
                InetSocketAddress.createUnresolved("nowhere", 80),
                InetSocketAddress.createUnresolved("slow", silent.getPort()),
                silent)) {
            log.clear();
            long startNs = System.nanoTime();
            TcpDevice device = system.tcpConnect(remote, options, logging(), null);
            rig.await(device::isClosed, "the failure of " + remote);
            assertTrue(System.nanoTime() - startNs >= 20_000_000, "too early");
            assertEquals(List.of("CONNFAIL"), List.copyOf(log));
            assertInstanceOf(SocketTimeoutException.class, error.get());
        }
    }

    // -- closing and stopping

    /** The phases: the name is looked for; an address is tried; the connection is there. */
    private InetSocketAddress target(String phase) throws IOException {
        return switch (phase) {
            case "resolving" -> InetSocketAddress.createUnresolved("nowhere", 80);
            case "attempting" ->
                InetSocketAddress.createUnresolved("here", blackHole().getPort());
            default ->
                InetSocketAddress.createUnresolved(
                        "here", rig.echo(rig.start(rig.settings(1, 0)), 0).port());
        };
    }

    private boolean isReached(String phase, EPump system, Names names) {
        return switch (phase) {
            case "resolving" -> names.questions() == 2;
            case "attempting" -> system.statistics().devices() - names.questions() == 2;
            default -> log.contains("CONNECTED");
        };
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTellNothingWhenClosedInAnyPhase(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump system = rig.start(names.in(rig.settings(permutation)));
        for (String phase : List.of("resolving", "attempting")) {
            TcpDevice device = system.tcpConnect(target(phase), ConnectOptions.DEFAULT, logging(), null);
            rig.await(() -> isReached(phase, system, names), phase);
            device.close();
            rig.await(
                    () -> system.statistics().devices() == LOOKUP_SOCKETS,
                    "the device to be gone, and the search to go on");
        }
        assertEquals(List.of(), List.copyOf(log));
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldTellNothingMoreWhenClosedAtOnce(Permutation permutation) throws IOException {
        Names names = new Names(rig, directory, "127.0.0.1 here");
        EPump system = rig.start(names.in(rig.settings(permutation)));
        InetSocketAddress remote = target("connected");
        for (int i = 0; i < 200; i++) {
            TcpDevice device = system.tcpConnect(
                    remote,
                    ConnectOptions.DEFAULT,
                    new Supervised(rig, (context, source, event, fdType) -> log.add(event.toString())),
                    null);
            Rig.giveTimeFor(new CountDown(i % 4));
            device.close();
        }
        rig.await(() -> system.statistics().devices() == 0, "all devices to be gone");
        assertTrue(log.stream().allMatch(event -> event.equals("CONNECTED") || event.equals("READ")), log::toString);
    }

    /** True after so many looks. */
    private static final class CountDown implements BooleanSupplier {
        private int left;

        CountDown(int left) {
            this.left = left;
        }

        @Override
        public boolean getAsBoolean() {
            return left-- <= 0;
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldGiveDeviceUpWhenSystemStopsInAnyPhase(Permutation permutation) throws IOException {
        for (String phase : List.of("resolving", "attempting", "connected")) {
            log.clear();
            Names names = new Names(rig, directory, "127.0.0.1 here");
            EPump system = rig.start(names.in(rig.settings(permutation)));
            system.tcpConnect(
                    target(phase),
                    ConnectOptions.DEFAULT,
                    new Supervised(rig, (context, source, event, fdType) -> log.add(event.toString())),
                    null);
            rig.await(() -> isReached(phase, system, names), phase);
            assertTrue(system.stop(Rig.PATIENCE));
            assertEquals(
                    phase.equals("connected") ? List.of("CONNECTED", "INVALID_DEV") : List.of("INVALID_DEV"),
                    List.copyOf(log),
                    phase);
        }
    }
}
