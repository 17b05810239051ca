package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The first signal asks to stop, the second one ends; without signals a shutdown hook waits for the end. */
class SignalsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Integer> halts = new CopyOnWriteArrayList<>();
    private final Signals signals = new Signals(halts::add);

    @Test
    void shouldAskToStopWhenTheFirstSignalComes() throws InterruptedException {
        assertFalse(signals.awaitStop(Duration.ZERO));
        signals.onSignal(15);
        assertTrue(signals.awaitStop(Duration.ZERO));
        assertEquals(List.of(), halts);
    }

    @Test
    void shouldHaltWithTheSignalsExitCodeWhenASecondOneComes() {
        signals.onSignal(15);
        signals.onSignal(2);
        assertEquals(List.of(130), halts);
        signals.onSignal(15);
        assertEquals(List.of(130, 143), halts);
    }

    @Test
    void shouldHaltWithZeroWhenTheProgramHasEndedAfterTheHookAsked() throws InterruptedException {
        Thread hook = new Thread(signals::onShutdown);
        hook.start();
        assertTrue(signals.awaitStop(PATIENCE));
        assertEquals(List.of(), halts);
        signals.ended();
        hook.join(PATIENCE.toMillis());
        assertEquals(List.of(0), halts);
    }

    @Test
    void shouldLeaveTheExitCodeAloneWhenTheProgramEndsItself() {
        signals.ended();
        signals.onShutdown();
        assertEquals(List.of(), halts);
    }
}
