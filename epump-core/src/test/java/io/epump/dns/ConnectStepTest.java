package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.ConnectOptions;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOSource;
import io.epump.TcpDevice;
import io.epump.dns.ScriptedServer.Asked;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * RFC 8305 step by step, under the test's clock. All of 127.0.0.0/8 leads to one socket whose queue is full, so that no attempt
 * is ever answered: how many are under way is seen in the number of devices, of which one is the program's.
 */
class ConnectStepTest {
    private static final Duration DELAY = Duration.ofMillis(250);
    private static final Duration TICK = Duration.ofMillis(1);

    @TempDir
    Path directory;

    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final List<String> log = new ArrayList<>();
    private IOException error;
    private ResolverBench bench;
    private int silentPort;

    @BeforeEach
    void fillBlackHole() throws IOException {
        bench = new ResolverBench(directory);
        ServerSocket deaf = new ServerSocket(0, 1, Literal.parse("0.0.0.0"));
        toClose.add(deaf);
        silentPort = deaf.getLocalPort();
        for (int i = 0; i < 4; i++) {
            SocketChannel channel = SocketChannel.open();
            toClose.add(channel);
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(Literal.parse("127.0.0.1"), silentPort));
        }
    }

    @AfterEach
    void close() throws Exception {
        bench.close();
        for (AutoCloseable one : toClose) {
            one.close();
        }
    }

    private TcpDevice connect(String host, int port, ConnectOptions options) throws IOException {
        return bench.stepped
                .system()
                .tcpConnect(InetSocketAddress.createUnresolved(host, port), options, this::on, null);
    }

    private void on(Object context, IOSource source, IOEventType event, FdType fdType) {
        log.add(event.toString());
        error = ((IODevice) source).ioError();
        source.close();
    }

    private int devices() {
        bench.stepped.settle();
        return bench.stepped.system().statistics().devices();
    }

    /** After so much time, not a tick earlier, the number of devices is another one. */
    private void checkStep(Duration time, int before, int after) {
        bench.stepped.advance(time.minus(TICK));
        assertEquals(before, devices(), "too early");
        bench.stepped.advance(TICK);
        assertEquals(after, devices());
    }

    @Test
    void shouldTryOneAddressAfterTheOtherAndEndInTime() throws IOException {
        Files.writeString(bench.hosts, "127.0.0.1 host\n127.0.0.2 host\n127.0.0.3 host\n");
        ConnectOptions options =
                ConnectOptions.builder().timeout(Duration.ofSeconds(3)).build();
        connect("host", silentPort, options);
        assertEquals(2, devices());
        checkStep(DELAY, 2, 3);
        checkStep(DELAY, 3, 4);
        checkStep(Duration.ofMillis(2500), 4, 0);
        assertEquals(List.of("CONNFAIL"), log);
        assertInstanceOf(SocketTimeoutException.class, error);
    }

    @Test
    void shouldKeepItsTimeForAPlainAddress() throws IOException {
        ConnectOptions options =
                ConnectOptions.builder().timeout(Duration.ofSeconds(3)).build();
        connect("127.0.0.1", silentPort, options);
        assertEquals(1, devices());
        checkStep(Duration.ofSeconds(3), 1, 0);
        assertEquals(List.of("CONNFAIL"), log);
        assertInstanceOf(SocketTimeoutException.class, error);
    }

    private void answer(int type, String... records) {
        for (Asked asked : bench.server.asked) {
            if (asked.isFor(type)) {
                asked.answer(records);
            }
        }
    }

    /** IPv4 addresses wait 50 ms for the other family, and no longer. */
    @Test
    void shouldWaitALittleForIpv6() throws IOException {
        connect("host.", silentPort, ConnectOptions.DEFAULT);
        assertEquals(3, devices(), "the device and two questions");
        answer(Type.A, "host 300 A 127.0.0.1", "host 300 A 127.0.0.2");
        assertEquals(2, devices(), "the device and one question");
        checkStep(Duration.ofMillis(50), 2, 3);
        checkStep(DELAY, 3, 4);
        answer(Type.AAAA, "host 300 AAAA ::ffff:127.0.0.1");
        assertEquals(3, devices(), "the same address once more");
    }

    @Test
    void shouldNotWaitWhenOtherFamilyHasNothing() throws IOException {
        connect("host.", silentPort, ConnectOptions.DEFAULT);
        bench.stepped.settle();
        answer(Type.A, "host 300 A 127.0.0.1");
        answer(Type.AAAA);
        assertEquals(2, devices());
    }

    /** The other family comes while an attempt is under way: it has its turn, before what else there is of the first. */
    @Test
    void shouldTryWhatComesLaterAsWell() throws IOException {
        connect("host.", silentPort, ConnectOptions.DEFAULT);
        bench.stepped.settle();
        answer(Type.A, "host 300 A 127.0.0.1");
        bench.stepped.settle();
        checkStep(Duration.ofMillis(50), 2, 3);
        bench.stepped.advance(DELAY.multipliedBy(4));
        assertEquals(3, devices(), "there is no other address");
        answer(Type.AAAA, "host 300 AAAA ::ffff:127.0.0.9"); // one that leads to the silent socket too
        assertEquals(2, devices(), "the device and an attempt");
        checkStep(DELAY, 2, 3);
    }

    @Test
    void shouldFailWithTheReasonOfTheFirstAndThoseOfTheOthers() throws IOException {
        Files.writeString(bench.hosts, "127.0.0.1 host\n127.0.0.2 host\n");
        int deafPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            deafPort = socket.getLocalPort();
        }
        connect("host", deafPort, ConnectOptions.DEFAULT);
        assertEquals(0, devices());
        assertEquals(List.of("CONNFAIL"), log);
        assertInstanceOf(ConnectException.class, error.getCause());
        assertTrue(error.getMessage().contains("127.0.0.1"), error::getMessage);
        assertTrue(error.getSuppressed()[0].getMessage().contains("127.0.0.2"));
    }

    /** RFC 8305 section 4. Addresses told as IPv6 that are IPv4 to the JDK stand for a family that this machine may lack. */
    @Test
    void shouldTryTheFamiliesInTurn() throws IOException {
        int deafPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            deafPort = socket.getLocalPort();
        }
        connect("host.", deafPort, ConnectOptions.DEFAULT);
        bench.stepped.settle();
        answer(Type.A, "host 300 A 127.0.0.11", "host 300 A 127.0.0.12", "host 300 A 127.0.0.13");
        answer(Type.AAAA, "host 300 AAAA ::ffff:127.0.0.21", "host 300 AAAA ::ffff:127.0.0.22");
        assertEquals(0, devices());
        StringBuilder order = new StringBuilder(lastByte(error));
        for (Throwable other : error.getSuppressed()) {
            order.append(' ').append(lastByte(other));
        }
        assertEquals("21 11 22 12 13", order.toString());
    }

    private static String lastByte(Throwable failure) {
        return failure.getMessage().replaceAll(".*127\\.0\\.0\\.(\\d+):.*", "$1");
    }

    @Test
    void shouldLeaveNothingWhenClosedInAnyPhase() throws IOException {
        TcpDevice resolving = connect("host.", silentPort, ConnectOptions.DEFAULT);
        assertEquals(3, devices());
        resolving.close();
        assertEquals(2, devices());
        answer(Type.A, "host 300 A 127.0.0.1");
        answer(Type.AAAA);
        assertEquals(0, devices(), "the answer leads to no attempt");

        TcpDevice justOpened = connect("other.", silentPort, ConnectOptions.DEFAULT);
        justOpened.close();
        assertEquals(0, devices());

        Files.writeString(bench.hosts, "127.0.0.1 two\n127.0.0.2 two\n");
        bench.stepped.advance(Duration.ofSeconds(1));
        TcpDevice two = connect("two", silentPort, ConnectOptions.DEFAULT);
        assertEquals(2, devices());
        checkStep(DELAY, 2, 3);
        two.close();
        assertEquals(0, devices());
        assertEquals(0, bench.stepped.system().statistics().timers());
        assertEquals(List.of(), log);
    }
}
