package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A running system as a program sees it: dump, statistics, misuse, stop. */
class EPumpTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final IOHandler NONE = (context, source, event, fdType) -> source.close();

    private static EPump start(int pumps, int workers) throws IOException {
        return EPump.start(
                EPumpConfig.builder().name("sys").pumps(pumps).workers(workers).build());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldDumpPumpsDevicesTimersAndWorkers(int workers) throws IOException {
        try (EPump system = start(2, workers)) {
            ListenerGroup group = system.tcpListen(anyPort(), NONE, null);
            system.startTimer(60_000, 7, null, NONE, null);
            String dump = system.dump();
            assertTrue(dump.contains("sys with 2 pumps and " + workers + " workers"), dump);
            assertTrue(dump.contains("sys-pump-0: devices="), dump);
            assertTrue(dump.contains("sys-pump-1: devices="), dump);
            assertTrue(dump.contains("on /127.0.0.1:" + group.port()), dump);
            assertTrue(dump.contains("open wanted=accept"), dump);
            assertEquals(workers > 0, dump.contains("sys-worker-1: queued="), dump);
            assertEquals(group.listeners().size(), system.statistics().devices());
        }
    }

    @Test
    void shouldRefuseMisuse() throws IOException {
        EPump system = start(1, 0);
        assertThrows(
                IllegalArgumentException.class,
                () -> system.tcpListen(InetSocketAddress.createUnresolved("example.org", 80), NONE, null));
        assertThrows(IllegalArgumentException.class, () -> system.startTimer(-1, 0, null, NONE, null));
        assertThrows(IllegalArgumentException.class, () -> system.startPeriodicTimer(0, 0, null, NONE, null));
        assertThrows(NullPointerException.class, () -> system.startTimer(1, 0, null, null, null));
        ListenerGroup group = system.tcpListen(anyPort(), NONE, null);
        TcpListener listener = group.listeners().get(0);
        assertThrows(IllegalArgumentException.class, () -> listener.post(9_999, null));
        assertThrows(IllegalStateException.class, () -> listener.accept(NONE, null));
        assertTrue(system.stop(LIMIT));
        assertThrows(IllegalStateException.class, () -> system.tcpListen(anyPort(), NONE, null));
        assertThrows(IllegalStateException.class, () -> system.startTimer(1, 0, null, NONE, null));
        assertFalse(listener.post(10_000, null));
        assertTrue(system.stop(LIMIT), "stopping again is no error");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldOnlyRequestAStopFromACallback(int workers) throws Exception {
        EPump system = start(1, workers);
        AtomicBoolean answer = new AtomicBoolean(true);
        CountDownLatch asked = new CountDownLatch(1);
        system.startTimer(
                1,
                0,
                null,
                (context, source, event, fdType) -> {
                    answer.set(system.stop(LIMIT));
                    asked.countDown();
                },
                null);
        assertTrue(asked.await(30, TimeUnit.SECONDS));
        assertFalse(answer.get());
        assertTrue(system.stop(LIMIT), "waits for the one that was requested");
    }

    @Test
    void shouldGiveTheStopHandlerTimeToDrain() throws Exception {
        AtomicBoolean told = new AtomicBoolean();
        EPump system = EPump.start(EPumpConfig.builder()
                .pumps(1)
                .stopHandler(stopping -> told.set(stopping.statistics().devices() == 0))
                .build());
        system.tcpListen(anyPort(), NONE, null);
        assertTrue(system.stop(LIMIT));
        assertTrue(told.get(), "told after the listeners have closed");
    }
}
