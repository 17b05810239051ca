package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.cli.Signals.Wish;
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
        assertEquals(Wish.NONE, signals.await(Duration.ZERO));
        signals.onSignal(15);
        assertEquals(Wish.STOP, signals.await(Duration.ZERO));
        assertEquals(Wish.STOP, signals.await(PATIENCE));
        assertEquals(List.of(), halts);
    }

    @Test
    void shouldAskForOneReloadWhenSeveralHangUpsCome() throws InterruptedException {
        signals.onSignal(1);
        signals.onSignal(1);
        assertEquals(Wish.RELOAD, signals.await(PATIENCE));
        assertEquals(Wish.NONE, signals.await(Duration.ZERO));
        signals.onSignal(1);
        assertEquals(Wish.RELOAD, signals.await(PATIENCE));
        assertEquals(List.of(), halts);
    }

    @Test
    void shouldAskToOpenTheLogsAgainWhenThatSignalComes() throws InterruptedException {
        signals.onSignal(10);
        signals.onSignal(1);
        signals.onSignal(10);
        assertEquals(Wish.REOPEN, signals.await(PATIENCE));
        assertEquals(Wish.RELOAD, signals.await(PATIENCE));
        assertEquals(Wish.NONE, signals.await(Duration.ZERO));
        assertEquals(List.of(), halts);
    }

    @Test
    void shouldStopAndNotReloadWhenBothAreAsked() throws InterruptedException {
        signals.onSignal(1);
        signals.onSignal(15);
        assertEquals(Wish.STOP, signals.await(PATIENCE));
        signals.onSignal(1);
        assertEquals(List.of(), halts, "a hang-up is no second signal to stop");
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
        assertEquals(Wish.STOP, signals.await(PATIENCE));
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
