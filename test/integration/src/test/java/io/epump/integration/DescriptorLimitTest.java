package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.IODevice;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** maxDescriptors is kept, whoever opens and accepts, and what is refused costs nothing. */
class DescriptorLimitTest {
    private static final IOHandler CLOSING = (context, source, event, fdType) -> source.close();
    private static final int OPENERS = 4;
    private static final int TRIES = 200;
    private static final int MAX = 20;

    @RegisterExtension
    final Rig rig = new Rig();

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldAcceptAsManyAsMayBeOpenAndTheOthersWhenThereIsRoom(Permutation permutation) throws IOException {
        int listeners = permutation.listeners();
        EPump system = rig.start(
                rig.settings(permutation).maxDescriptors(listeners + 2).acceptPause(Duration.ofMillis(1)));
        Queue<TcpDevice> served = new ConcurrentLinkedQueue<>();
        ListenerGroup listening = rig.listen(
                system,
                () -> new CommandHandler((device, text) -> {
                    served.add(device);
                    CommandHandler.echo(device, text);
                }));
        Peer first = rig.closeLater(Peer.connect(listening.port()));
        Peer second = rig.closeLater(Peer.connect(listening.port()));
        first.sendAndExpect("first");
        second.sendAndExpect("second");
        long refused = system.statistics().openingsRefused(); // perhaps after the second, as one has to ask to know

        Peer third = rig.closeLater(Peer.connect(listening.port())); // by the kernel
        third.send("third");
        rig.await(
                () -> system.statistics().openingsRefused() > refused + 1, "the third to be put off, again and again");
        rig.await(() -> system.statistics().acceptPauses() > 1, "the listener to be paused");
        assertEquals(listeners + 2, system.statistics().devices());
        assertEquals(2, served.size());

        first.close();
        third.expect("third");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldRefuseToOpenWhenAsManyAreOpen(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers).maxDescriptors(2));
        ListenerGroup listening = rig.echo(system, 0);
        IODevice open = system.udpClient(null, (context, source, event, fdType) -> {}, null);
        rig.await(open::isOpen, "the device to be open");
        int before = Descriptors.count();

        for (IOException refused : List.of(
                assertThrows(IOException.class, () -> system.tcpConnect(listening.localAddress(), CLOSING, null)),
                assertThrows(IOException.class, () -> system.udpClient(null, CLOSING, null)),
                assertThrows(IOException.class, () -> system.tcpListen(Rig.loopback(0), CLOSING, null)),
                assertThrows(IOException.class, () -> system.udpListen(Rig.loopback(0), CLOSING, null)))) {
            assertEquals("maxDescriptors=2 are open", refused.getMessage());
        }

        assertEquals(4, system.statistics().openingsRefused());
        assertEquals(2, system.statistics().devices());
        assertEquals(before, Descriptors.count());
        open.close();
        rig.await(() -> system.statistics().devices() == 1, "room");
        system.udpClient(null, CLOSING, null).close();
    }

    /** Of those who come at the same time all may be refused, but never is one too many let in. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldNeverHaveMoreOpenWhenManyThreadsOpenAtOnce(int workers) throws IOException {
        EPump system = rig.start(rig.settings(2, workers).maxDescriptors(MAX));
        Queue<IODevice> open = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < OPENERS; i++) {
            rig.thread("opener-" + i, () -> {
                List<IODevice> mine = new ArrayList<>();
                for (int j = 0; j < TRIES; j++) {
                    try {
                        mine.add(system.udpClient(null, CLOSING, null));
                    } catch (IOException full) {
                        mine.forEach(IODevice::close);
                        mine.clear();
                    }
                    int seen = system.statistics().pumps().stream()
                            .mapToInt(pump -> pump.devices())
                            .sum();
                    if (seen > MAX) {
                        rig.violated(seen + " devices are watched, " + MAX + " may be open");
                    }
                }
                open.addAll(mine);
            });
        }
        rig.joinThreads();
        open.forEach(IODevice::close);
        rig.await(() -> system.statistics().devices() == 0, "all to be closed");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldNotStartWhenTheProcessMayNotHaveAsMany(int workers) {
        int before = Descriptors.count();
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> EPump.start(rig.settings(1, workers)
                        .maxDescriptors(Integer.MAX_VALUE)
                        .build()));

        assertTrue(refused.getMessage().contains("maxDescriptors=2147483647 is more than the "), refused::getMessage);
        assertTrue(refused.getMessage().contains("ulimit -n 2147483647"), refused::getMessage);
        assertEquals(before, Descriptors.count());
    }
}
