package io.epump;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
            assertTrue(atClose > 0 && atClose < 2 * BACKLOG, () -> "accepted after the close: " + atClose);
        }
    }
}
