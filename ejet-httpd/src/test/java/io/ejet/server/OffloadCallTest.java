package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.file.RecordedExchange;
import io.ejet.server.OffloadTest.Receiver;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** One call, its steps taken by hand in every order that can happen. */
class OffloadCallTest {
    private final Offload offload = Offload.inPlace(); // counts only
    private final Receiver receiver = new Receiver();
    private final RecordedExchange exchange = RecordedExchange.get("/");
    private int calls;

    private OffloadCall<String> registered(Callable<String> blocking) {
        OffloadCall<String> call = new OffloadCall<>(offload, exchange, blocking, receiver);
        exchange.onClosed(call::onExchangeClosed);
        return call;
    }

    private OffloadCall<String> registered() {
        return registered(() -> {
            calls++;
            return "a";
        });
    }

    private void assertTold(String... expected) {
        assertEquals(List.of(expected), receiver.told());
    }

    @Test
    void shouldTakeTheResultWhenNothingComesBetween() {
        registered().run();
        assertTold();
        exchange.runTasks();
        assertTold("result a");
        exchange.lose();
        assertTold("result a");
        assertEquals(0, offload.disposed());
    }

    @Test
    void shouldNotEvenCallWhenTheExchangeHasEndedBefore() {
        OffloadCall<String> call = registered();
        exchange.lose();
        assertTold("gone");
        call.run();
        assertEquals(0, calls);
        assertTold("gone");
        assertEquals(0, offload.disposed());
    }

    @Test
    void shouldDisposeOfTheResultWhenTheExchangeEndsDuringTheCall() {
        registered(() -> {
                    exchange.lose();
                    return "a";
                })
                .run();
        assertTold("gone", "dispose a");
        assertEquals(1, offload.disposed());
    }

    @Test
    void shouldDisposeOfTheResultWhenTheExchangeEndsBeforeItsTask() {
        registered().run();
        exchange.lose();
        assertTold("dispose a", "gone");
        exchange.runTasks();
        assertTold("dispose a", "gone");
        assertEquals(1, offload.disposed());
    }

    @Test
    void shouldDisposeOfNothingWhenAFailedCallFindsNobody() {
        registered(() -> {
                    exchange.lose();
                    throw new IOException("broken");
                })
                .run();
        assertTold("gone");
        assertEquals(0, offload.disposed());
    }

    @Test
    void shouldTryAgainWhenTheOwnerHasNoRoomForATask() {
        OffloadCall<String> call = registered();
        exchange.refuseTasks(5);
        call.run();
        exchange.runTasks();
        assertTold("result a");
        assertEquals(0, offload.undelivered());
    }

    @Test
    void shouldDisposeOfTheResultWhenTheOwnerNeverHasRoom() {
        OffloadCall<String> call = registered();
        exchange.refuseTasks(Integer.MAX_VALUE);
        call.run();
        assertTold("dispose a");
        assertEquals(1, offload.undelivered());
        exchange.lose();
        assertTold("dispose a", "gone");
        assertEquals(1, offload.disposed());
    }

    @Test
    void shouldStopTryingWhenTheExchangeEndsMeanwhile() {
        OffloadCall<String> call = registered();
        exchange.refuseTask(exchange::lose);
        call.run();
        assertTold("dispose a", "gone");
        assertEquals(0, offload.undelivered());
        assertEquals(1, offload.disposed());
    }

    @Test
    void shouldFailOnceWhenItIsCancelled() {
        OffloadCall<String> call = registered();
        call.cancel();
        exchange.runTasks();
        exchange.lose();
        assertTold("failure");
        assertEquals(0, calls);
    }

    @Test
    void shouldTellNothingMoreWhenItIsCancelledAfterTheEnd() {
        OffloadCall<String> call = registered();
        exchange.lose();
        call.cancel();
        assertTold("gone");
    }

    /** The helper and the owner race for the same call. */
    @Test
    void shouldTakeOrDisposeOfEachResultOnceWhenItsExchangeMayEndAtAnyTime() throws InterruptedException {
        for (int i = 0; i < 2_000; i++) {
            Receiver each = new Receiver();
            RecordedExchange racing = RecordedExchange.get("/");
            OffloadCall<String> call = new OffloadCall<>(offload, racing, () -> "a", each);
            racing.onClosed(call::onExchangeClosed);
            Thread helper = new Thread(call);
            helper.start();
            if (i % 2 == 0) {
                racing.runTasks();
            }
            racing.lose();
            helper.join();
            List<String> told = each.told();
            boolean taken = told.equals(List.of("result a"));
            boolean uncalled = told.equals(List.of("gone"));
            boolean disposed = told.size() == 2 && told.contains("gone") && told.contains("dispose a");
            assertEquals(1, (taken ? 1 : 0) + (uncalled ? 1 : 0) + (disposed ? 1 : 0), "round=" + i + " " + told);
        }
    }
}
