package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.pump.Interest;
import io.epump.pump.Notifier;
import io.epump.pump.PumpedDevice;
import io.epump.sched.Owner;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A bound channel whose connect fails on the pump while its worker runs a callback. */
class ChannelConnectRaceTest {
    private static final int DO = 10_000;

    private final List<String> events = new ArrayList<>();

    /** Tells what it was given last to be ready for the end of a connect, once. */
    private static final class ConnectNotifier implements Notifier {
        private PumpedDevice added;

        @Override
        public int select(long timeoutMs, ReadyHandler handler) {
            PumpedDevice ready = added;
            added = null;
            if (ready != null) {
                handler.onReady(ready, Interest.CONNECT);
            }
            return ready == null ? 0 : 1;
        }

        @Override
        public void add(PumpedDevice device, int interest) {
            assertEquals(Interest.CONNECT, interest);
            added = device;
        }

        @Override
        public void wakeup() {}

        @Override
        public boolean arm(PumpedDevice device, int interest) {
            return true;
        }

        @Override
        public void remove(PumpedDevice device) {}

        @Override
        public String rebuild() {
            return "";
        }

        @Override
        public void close() {}
    }

    private final IOHandler handler = new IOHandler() {
        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
            events.add(event.name());
            assertInstanceOf(ConnectException.class, ((ChannelDevice) source).ioError());
            source.close();
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            events.add("USER");
        }
    };

    /** The worker's callback ends between the two steps of NIO: the channel is closed, and why is not told yet. */
    @Test
    void shouldTellConnfailOnceWhenACallbackEndsWhileTheConnectFails() throws IOException {
        EPumpConfig config = DrivenSystem.settings(1).build();
        EPump system = new EPump(config, () -> 1, ConnectNotifier::new);
        Owner pump = system.owners().get(0);
        Owner worker = system.owners().get(1);
        ChannelDevice device = system.bindChannel(new ConnectingChannel(() -> worker.turn(0)), handler, null);
        pump.turn(0); // adopts it
        assertTrue(device.post(DO, null));

        for (int i = 0; i < 10; i++) {
            pump.turn(0);
            worker.turn(0);
        }

        assertEquals(List.of("USER", "CONNFAIL"), events);
        assertEquals(0, system.statistics().devices());
    }
}
