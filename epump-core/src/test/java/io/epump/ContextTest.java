package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program has attached comes back to it, and on the worker of its choice. */
class ContextTest {
    private static final int COMMAND = 7;

    private final List<Object> contexts = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldHandOutTheContextThatWasAttachedLast(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                contexts.add(context);
                ((TcpDevice) source).receive().release();
                ((TcpDevice) source).setContext("second");
                assertSame("second", source.context());
            });
            link.peer().getOutputStream().write(1);
            driven.drive("the first event", () -> contexts.size() == 1);
            link.peer().getOutputStream().write(2);
            driven.drive("the second event", () -> contexts.size() == 2);
            assertEquals("second", contexts.get(1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellCommandAndAttachmentWhenATimerFires(int workers) throws IOException {
        Object attachment = new Object();
        List<IOTimer> fired = new ArrayList<>();
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            IOTimer first = driven.system.startTimer(
                    0, COMMAND, attachment, (c, source, e, f) -> fired.add((IOTimer) source), "c");
            IOTimer second = driven.system.startTimer(
                    0, COMMAND + 1, null, (c, source, e, f) -> fired.add((IOTimer) source), null);
            driven.drive("the timers", () -> fired.size() == 2);
            assertEquals(List.of(first, second), fired);
            assertEquals(COMMAND, first.commandId());
            assertEquals(COMMAND + 1, second.commandId());
            assertSame(attachment, first.attachment());
            assertSame("c", first.context());
            assertEquals(first.id() + 1, second.id());
        }
    }

    @Test
    void shouldServeAConnectionOnTheWorkerItWasPinnedTo() throws IOException {
        List<TcpDevice> accepted = new ArrayList<>();
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(3))) {
            ListenerGroup listening = driven.listen((context, source, event, fdType) -> {
                TcpDevice device = ((TcpListener) source).accept((c, s, e, f) -> s.close(), null);
                if (device != null) {
                    device.pinTo(2);
                    assertThrows(IllegalArgumentException.class, () -> device.pinTo(3));
                    assertThrows(IllegalStateException.class, () -> device.pinTo(1));
                    accepted.add(device);
                }
            });
            driven.connect(listening).getOutputStream().write(1);
            driven.drive("the end", () -> !accepted.isEmpty() && accepted.get(0).isClosed());
            assertEquals("epump-worker-2", accepted.get(0).pin().name());
        }
    }
}
