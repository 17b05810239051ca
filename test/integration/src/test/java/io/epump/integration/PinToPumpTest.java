package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A device that its pump serves has all its callbacks on the pump's thread, whatever workers there are. */
@Tag("permutation")
class PinToPumpTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    /** Writes down which kind of thread has done what; closes itself at a user event. */
    private final class Served implements IOHandler {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            add(event.toString());
            if (event == IOEventType.READ) {
                TcpDevice device = (TcpDevice) source;
                CommandHandler.receive(device);
                device.startTimer(0, 0, null, this);
            } else if (event == IOEventType.TIMEOUT) {
                assertTrue(((IOTimer) source).device().post(10_000, null));
            }
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            add("USER");
            assertThrows(IllegalStateException.class, ((IODevice) source)::pinToPump);
            source.close();
        }

        private void add(String what) {
            log.add(what + (Thread.currentThread().getName().contains("-pump-") ? " on the pump" : " elsewhere"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldRunEverythingOnThePumpWhenItServesTheDevice(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        ListenerGroup listening = system.tcpListen(
                Rig.loopback(0),
                (context, source, event, fdType) -> {
                    TcpListener listener = (TcpListener) source;
                    assertThrows(IllegalStateException.class, listener::pinToPump);
                    for (TcpDevice device = listener.accept(new Supervised(rig, new Served()), null);
                            device != null;
                            device = listener.accept(new Supervised(rig, new Served()), null)) {
                        device.pinToPump();
                    }
                },
                null);
        for (int i = 1; i <= 10; i++) {
            int events = 3 * i;
            rig.closeLater(Peer.connect(listening.port())).send("x");
            rig.await(() -> log.size() == events, "read, timer, user event");
        }
        assertEquals(10, log.stream().filter("READ on the pump"::equals).count());
        assertEquals(10, log.stream().filter("TIMEOUT on the pump"::equals).count());
        assertEquals(10, log.stream().filter("USER on the pump"::equals).count());
    }
}
