package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.Bind;
import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.ListenerGroup;
import io.epump.UdpGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A system whose threads cannot all be had does not start, and leaves nothing. */
class FailedStartTest {
    private static final int PUMPS = 2;

    @RegisterExtension
    final Rig rig = new Rig();

    private final List<Thread> made = new ArrayList<>();

    /** How a thread is not to be had. */
    private enum Failing {
        THROWS {
            @Override
            Thread make(Runnable task) {
                throw new IllegalStateException("no thread");
            }
        },
        RUNS_OUT {
            @Override
            Thread make(Runnable task) {
                throw new OutOfMemoryError("no thread");
            }
        },
        ANSWERS_NULL {
            @Override
            Thread make(Runnable task) {
                return null;
            }
        },
        DOES_NOT_START {
            @Override
            Thread make(Runnable task) {
                return new Thread(task) {
                    @Override
                    public synchronized void start() {
                        throw new OutOfMemoryError("no thread");
                    }
                };
            }
        };

        abstract Thread make(Runnable task);
    }

    /** Each way, without and with workers, at each thread: pumps, workers and the watchdog have one each. */
    static Stream<Arguments> allThreads() {
        return Stream.of(Failing.values())
                .flatMap(failing -> Stream.of(0, 3)
                        .flatMap(workers -> IntStream.rangeClosed(1, PUMPS + workers + 1)
                                .mapToObj(number -> Arguments.of(failing, workers, number))));
    }

    private ThreadFactory failingAt(Failing failing, int number) {
        return task -> {
            Thread thread = made.size() + 1 == number ? failing.make(task) : new Thread(task);
            made.add(thread);
            return thread;
        };
    }

    @ParameterizedTest
    @MethodSource("allThreads")
    void shouldThrowAndLeaveNothingWhenAThreadIsNotToBeHad(Failing failing, int workers, int number) {
        int before = Descriptors.count();
        EPumpConfig config = rig.settings(PUMPS, workers)
                .threadFactory(failingAt(failing, number))
                .build();

        assertThrows(Throwable.class, () -> EPump.start(config));

        for (Thread thread : made) {
            rig.await(() -> thread == null || !thread.isAlive(), "the end of " + thread);
        }
        rig.await(() -> Descriptors.count() <= before, "descriptors to be given back");
    }

    /** A system may have been made, and used, before it is started. */
    @ParameterizedTest
    @MethodSource("allThreads")
    void shouldGiveUpWhatWasOpenedBeforeWhenAThreadIsNotToBeHad(Failing failing, int workers, int number)
            throws IOException {
        int before = Descriptors.count();
        Queue<IOEventType> events = new ConcurrentLinkedQueue<>();
        IOHandler handler = (context, source, event, fdType) -> events.add(event);
        EPump system = EPump.create(rig.settings(PUMPS, workers)
                .threadFactory(failingAt(failing, number))
                .build());
        for (int pump = 0; pump < PUMPS; pump++) {
            UdpGroup receiving = system.udpListen(Rig.loopback(0), Bind.given(pump), handler, null);
            assertTrue(receiving.devices().get(0).post(10_000, null), "it is handled, or given up with the device");
        }
        ListenerGroup listening = system.tcpListen(Rig.loopback(0), handler, null);
        system.startTimer(0, 0, null, handler, null);
        system.addHook(0, context -> null, handler, null);

        assertThrows(Throwable.class, system::start);

        for (Thread thread : made) {
            rig.await(() -> thread == null || !thread.isAlive(), "the end of " + thread);
        }
        assertTrue(listening.closed().isDone(), "the port is free");
        assertEquals(0, system.statistics().devices());
        rig.await(() -> Descriptors.count() <= before, "descriptors to be given back");
        long ends = events.stream().filter(IOEventType.INVALID_DEV::equals).count();
        assertEquals(PUMPS + listening.listeners().size() + 1, ends, "each is told, the hook too");
        assertThrows(IllegalStateException.class, () -> system.udpClient(null, handler, null));
        assertTrue(system.stop(Rig.PATIENCE), "there is nothing left to stop");
    }

    /** So that the other test is known to come by each thread. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldMakeOneThreadForEachOwnerAndTheWatchdogWhenItStarts(int workers) throws IOException {
        rig.start(rig.settings(PUMPS, workers).threadFactory(failingAt(Failing.THROWS, Integer.MAX_VALUE)));
        assertEquals(PUMPS + workers + 1, made.size());
    }
}
