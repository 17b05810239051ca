package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.file.RecordedExchange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class OffloadTest {
    /** Notes what it is told. */
    static final class Receiver implements OffloadResult<String> {
        final List<String> told = new ArrayList<>();
        Throwable failure;
        Thread thread;

        @Override
        public synchronized void onResult(String result) {
            thread = Thread.currentThread();
            told.add("result " + result);
        }

        @Override
        public synchronized void onFailure(Throwable thrown) {
            failure = thrown;
            told.add("failure");
        }

        @Override
        public synchronized void onGone() {
            told.add("gone");
        }

        @Override
        public synchronized void dispose(String result) {
            told.add("dispose " + result);
        }

        synchronized List<String> told() {
            return List.copyOf(told);
        }
    }

    private final Receiver receiver = new Receiver();

    private static void awaitAndRun(RecordedExchange exchange) throws InterruptedException {
        exchange.awaitTask();
        exchange.runTasks();
    }

    @Test
    void shouldComeBackToTheOwnerWhenTheCallHasEnded() throws InterruptedException {
        try (Offload offload = Offload.pool("helper-", 1, 1)) {
            RecordedExchange exchange = RecordedExchange.get("/");
            Thread[] caller = new Thread[1];
            assertTrue(offload.call(
                    exchange,
                    () -> {
                        caller[0] = Thread.currentThread();
                        return "a";
                    },
                    receiver));
            awaitAndRun(exchange);
            assertEquals(List.of("result a"), receiver.told());
            assertSame(Thread.currentThread(), receiver.thread);
            assertNotEquals(Thread.currentThread(), caller[0]);
            assertEquals("helper-0", caller[0].getName());
            assertTrue(caller[0].isDaemon());
            exchange.lose();
            assertEquals(List.of("result a"), receiver.told(), "taken: nothing more is told");
        }
    }

    @Test
    void shouldTellWhatWasThrownWhenTheCallFails() throws InterruptedException {
        try (Offload offload = Offload.pool("helper-", 1, 1)) {
            RecordedExchange exchange = RecordedExchange.get("/");
            offload.call(
                    exchange,
                    () -> {
                        throw new IOException("broken");
                    },
                    receiver);
            awaitAndRun(exchange);
            assertEquals(List.of("failure"), receiver.told());
            assertEquals("broken", receiver.failure.getMessage());
            RecordedExchange another = RecordedExchange.get("/");
            offload.call(
                    another,
                    () -> {
                        throw new AssertionError("an error, too");
                    },
                    receiver);
            awaitAndRun(another);
            assertEquals("an error, too", receiver.failure.getMessage());
        }
    }

    @Test
    void shouldRunAtOnceWhenItIsInPlace() {
        try (Offload offload = Offload.inPlace()) {
            RecordedExchange exchange = RecordedExchange.get("/");
            Thread[] caller = new Thread[1];
            offload.call(
                    exchange,
                    () -> {
                        caller[0] = Thread.currentThread();
                        return "a";
                    },
                    receiver);
            assertSame(Thread.currentThread(), caller[0]);
            offload.call(
                    exchange,
                    () -> {
                        throw new IOException("broken");
                    },
                    receiver);
            offload.call(
                    exchange,
                    () -> {
                        exchange.lose();
                        return "b";
                    },
                    receiver);
            assertEquals(List.of("result a", "failure", "dispose b", "gone"), receiver.told());
            assertEquals(0, exchange.taskCount());
            assertTrue(offload.close(Duration.ZERO));
        }
    }

    @Test
    void shouldTellThatItIsGoneWhenAFailingCallInPlaceFindsTheExchangeEnded() {
        RecordedExchange exchange = RecordedExchange.get("/");
        Offload.inPlace()
                .call(
                        exchange,
                        () -> {
                            exchange.lose();
                            throw new IOException("broken");
                        },
                        receiver);
        assertEquals(List.of("gone"), receiver.told());
    }

    @Test
    void shouldRefuseWhenThreadsAndQueueAreFull() throws InterruptedException {
        Semaphore begun = new Semaphore(0);
        CountDownLatch end = new CountDownLatch(1);
        try (Offload offload = Offload.pool("helper-", 2, 3)) {
            List<RecordedExchange> accepted = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                RecordedExchange exchange = RecordedExchange.get("/");
                accepted.add(exchange);
                assertTrue(offload.call(
                        exchange,
                        () -> {
                            begun.release();
                            end.await();
                            return "a";
                        },
                        receiver));
                if (i < 2) {
                    begun.acquire();
                }
            }
            assertEquals(3, offload.waiting());
            RecordedExchange refused = RecordedExchange.get("/");
            Receiver unheard = new Receiver();
            assertFalse(offload.call(refused, () -> "never", unheard));
            assertEquals(503, refused.status());
            assertEquals("1", refused.field("Retry-After"));
            assertEquals(1, offload.refused());
            assertEquals(List.of(), unheard.told());
            end.countDown();
            for (RecordedExchange exchange : accepted) {
                awaitAndRun(exchange);
            }
            assertEquals(5, receiver.told().size());
            assertEquals(0, offload.waiting());
        }
    }

    @Test
    void shouldUseAllItsThreadsWhenThereIsWork() throws Exception {
        CyclicBarrier together = new CyclicBarrier(3);
        Set<String> names = ConcurrentHashMap.newKeySet();
        try (Offload offload = Offload.pool("helper-", 3, 1)) {
            List<RecordedExchange> exchanges = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                RecordedExchange exchange = RecordedExchange.get("/");
                exchanges.add(exchange);
                offload.call(
                        exchange,
                        () -> {
                            names.add(Thread.currentThread().getName());
                            together.await();
                            return "a";
                        },
                        receiver);
            }
            for (RecordedExchange exchange : exchanges) {
                awaitAndRun(exchange);
            }
        }
        assertEquals(Set.of("helper-0", "helper-1", "helper-2"), new HashSet<>(names));
    }

    @Test
    void shouldFailWhatWaitsWhenItCloses() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Offload offload = Offload.pool("helper-", 1, 2);
        RecordedExchange running = RecordedExchange.get("/");
        Thread[] helper = new Thread[1];
        offload.call(
                running,
                () -> {
                    helper[0] = Thread.currentThread();
                    begun.countDown();
                    end.await();
                    return "a";
                },
                receiver);
        begun.await();
        RecordedExchange waiting = RecordedExchange.get("/");
        Receiver cancelled = new Receiver();
        offload.call(waiting, () -> "never", cancelled);
        assertFalse(offload.close(Duration.ofMillis(1)), "its thread is still busy");
        waiting.runTasks();
        assertEquals(List.of("failure"), cancelled.told());
        assertTrue(cancelled.failure instanceof CancellationException);
        RecordedExchange late = RecordedExchange.get("/");
        assertFalse(offload.call(late, () -> "never", cancelled));
        assertEquals(503, late.status());
        end.countDown();
        awaitAndRun(running);
        assertEquals(List.of("result a"), receiver.told());
        assertTrue(offload.close(Duration.ofSeconds(60)));
        helper[0].join();
    }

    @Test
    void shouldKeepTheInterruptWhenTheCloserIsInterrupted() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        Offload offload = Offload.pool("helper-", 1, 2);
        RecordedExchange running = RecordedExchange.get("/");
        offload.call(
                running,
                () -> {
                    begun.countDown();
                    end.await();
                    return "a";
                },
                receiver);
        begun.await();
        Thread.currentThread().interrupt();
        assertFalse(offload.close(Duration.ofSeconds(60)));
        assertTrue(Thread.interrupted());
        end.countDown();
        awaitAndRun(running);
        assertEquals(List.of("result a"), receiver.told(), "the interrupt was the closer's alone");
        offload.close();
    }

    @Test
    void shouldSayWhatIsWrongWhenItsBoundsAreNotPositive() {
        assertThrows(IllegalArgumentException.class, () -> Offload.pool("helper-", 0, 1));
        assertThrows(IllegalArgumentException.class, () -> Offload.pool("helper-", 1, 0));
    }
}
