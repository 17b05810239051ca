package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device remembers of the timers it has started. */
class DeviceTimersTest {
    private static final int ROUNDS = 100_000;
    private static final long LONG_MS = 3_600_000;
    private static final IOHandler NONE = (context, source, event, fdType) -> {};

    private final List<IOTimer> started = new ArrayList<>();

    private IOTimer start(TcpDevice device) {
        IOTimer timer = device.startTimer(LONG_MS, 0, null, NONE);
        started.add(timer);
        return timer;
    }

    private long remembered() {
        return started.stream().filter(timer -> timer.linked).count();
    }

    /** As a program does that has one deadline at a time: the next is started before the last is stopped. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldForgetStoppedTimersWhenAYoungerOneIsAlwaysRunning(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                IOTimer old = start(device);
                for (int i = 0; i < ROUNDS; i++) {
                    IOTimer next = start(device);
                    assertTrue(old.stop());
                    old = next;
                }
                device.delNotify(IOEventType.READ);
            });
            link.peer().getOutputStream().write(1);
            driven.drive("the rounds", () -> started.size() == ROUNDS + 1);

            assertTrue(remembered() <= 4, () -> "remembered: " + remembered());
            assertTrue(started.get(ROUNDS).isStarted());
        }
    }

    /** A few long ones, first, last and in between, must be found however many have come and gone around them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldStopEveryRunningTimerWhenTheDeviceCloses(int workers) throws IOException {
        List<IOTimer> running = new ArrayList<>();
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            DrivenSystem.Link link = driven.link((context, source, event, fdType) -> {
                TcpDevice device = (TcpDevice) source;
                for (int i = 0; i < 1000; i++) {
                    IOTimer timer = start(device);
                    if (i % 100 == 0) {
                        running.add(timer);
                    } else {
                        timer.stop();
                    }
                }
                device.close();
            });
            link.peer().getOutputStream().write(1);
            driven.drive(
                    "the end of the device",
                    () -> running.size() == 10 && driven.system.statistics().devices() == 1);

            running.forEach(timer -> assertFalse(timer.isStarted()));
            assertEquals(0, remembered());
            driven.drive("an empty tree", () -> driven.system.statistics().timers() == 0);
        }
    }
}
