package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.epump.EPump;
import io.epump.sched.SlowCallback;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The watch goes on, whatever the program does with a report. */
class WatchdogHandlerTest {
    private static final int SLOW_ONES = 3;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<Boolean> interrupted = new ConcurrentLinkedQueue<>();
    private final List<CountDownLatch> gates = new ArrayList<>();

    /** Callbacks that stand still until they are reported, one after the other. */
    private void runSlowOnes(int workers, Consumer<SlowCallback> handler) throws IOException {
        EPump system = rig.start(rig.settings(1, workers)
                .slowCallback(Duration.ofMillis(20))
                .slowCallbackHandler(slow -> {
                    interrupted.add(Thread.currentThread().isInterrupted());
                    gates.get(interrupted.size() - 1).countDown();
                    handler.accept(slow);
                }));
        for (int i = 0; i < SLOW_ONES; i++) {
            gates.add(rig.gate());
        }
        for (int i = 0; i < SLOW_ONES; i++) {
            int number = i + 1;
            CountDownLatch gate = gates.get(i);
            system.startTimer(0, 0, null, (context, source, event, fdType) -> Rig.blockAt(gate), null);
            rig.await(() -> system.statistics().slowCallbacks() == number, "report " + number);
            rig.await(() -> gate.getCount() == 0, "its handling");
        }
        assertEquals(SLOW_ONES, interrupted.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldReportLaterOnesWhenTheHandlerThrowsAnError(int workers) throws IOException {
        Error thrown = new Error("of the handler");
        runSlowOnes(workers, slow -> {
            throw thrown;
        });
        List<Rig.Failure> failures = new ArrayList<>();
        rig.await(
                () -> {
                    failures.addAll(rig.takeFailures());
                    return failures.size() == SLOW_ONES;
                },
                "the failures to be told");
        failures.forEach(failure -> assertSame(thrown, failure.thrown()));
    }

    /** With the interrupt left on the watchdog could not wait between two looks. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldReportLaterOnesAndForgetTheInterruptWhenTheHandlerInterruptsItsThread(int workers) throws IOException {
        runSlowOnes(workers, slow -> Thread.currentThread().interrupt());
        interrupted.forEach(each -> assertFalse(each, "the interrupt of an earlier report"));
    }
}
