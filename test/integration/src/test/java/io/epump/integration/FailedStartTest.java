package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epump.EPump;
import io.epump.EPumpConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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

    /** So that the other test is known to come by each thread. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldMakeOneThreadForEachOwnerAndTheWatchdogWhenItStarts(int workers) throws IOException {
        rig.start(rig.settings(PUMPS, workers).threadFactory(failingAt(Failing.THROWS, Integer.MAX_VALUE)));
        assertEquals(PUMPS + workers + 1, made.size());
    }
}
