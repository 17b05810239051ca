package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.metrics.PumpCounter;
import io.epump.sched.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listener that is being closed takes what had come by then, and ends, whatever else comes. */
class ListenerEndTest {
    private static final int BACKLOG = 16;
    private static final int MANY = 20 * BACKLOG;

    /** For each connection that is accepted another one comes, so that the last ACCEPT finds one every time. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldEndWhenConnectionsKeepComing(int workers) throws IOException {
        List<TcpDevice> accepted = new ArrayList<>();
        ListenerGroup[] listening = {null};
        try (DrivenSystem driven =
                new DrivenSystem(DrivenSystem.settings(workers).backlog(BACKLOG).acceptsPerEvent(1))) {
            listening[0] = driven.listen((context, source, event, fdType) -> {
                TcpDevice device = ((TcpListener) source).accept((c, s, e, t) -> s.close(), null);
                if (device != null) {
                    accepted.add(device);
                    if (accepted.size() < MANY) {
                        driven.connect(listening[0]);
                    }
                }
            });
            driven.connect(listening[0]);
            driven.drive("the first", () -> accepted.size() > 5);

            int before = accepted.size();
            listening[0].close();
            driven.drive("the end", () -> listening[0].closed().isDone());

            int atClose = accepted.size() - before;
            assertTrue(atClose > 0 && atClose <= BACKLOG, () -> "accepted after the close: " + atClose);
        }
    }

    /** Whoever comes after the last ACCEPT has found nobody is too late: the listener is released, and its socket closed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldTellNothingMoreWhenTheLastAcceptHasFoundNobody(int workers) throws IOException {
        int[] calls = {0};
        ListenerGroup[] listening = {null};
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            listening[0] = driven.listen((context, source, event, fdType) -> {
                calls[0]++;
                assertNull(((TcpListener) source).accept((c, s, e, t) -> s.close(), null));
                driven.connect(listening[0]);
            });
            driven.turnAll();

            listening[0].close();
            driven.drive("the end", () -> listening[0].closed().isDone());
            driven.turnAll();

            assertEquals(1, calls[0], "ACCEPT events");
        }
    }

    /** Its connection is ready all the time, and the pump must not be told so again and again. */
    @Test
    void shouldNotSpinWhenTheLastAcceptWaitsForItsWorker() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(1))) {
            ListenerGroup listening = driven.listen(
                    (context, source, event, fdType) -> ((TcpListener) source).accept((c, s, e, t) -> s.close(), null));
            driven.turnAll();
            Owner pump = driven.system.owners().get(0);
            listening.close();
            pump.turn(0);
            driven.connect(listening);
            pump.turn(0);

            long told = driven.system.statistics().sum(PumpCounter.READY);
            for (int i = 0; i < 10; i++) {
                pump.turn(0);
            }

            assertEquals(told, driven.system.statistics().sum(PumpCounter.READY));
            driven.drive("the end", () -> listening.closed().isDone());
        }
    }
}
