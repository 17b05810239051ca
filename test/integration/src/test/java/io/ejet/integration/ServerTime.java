package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets time pass by the timers of a server: what it had to do before has been noticed then, however slow the machine is. */
final class ServerTime {
    private ServerTime() {}

    static void letPass(EJet server, Duration time) throws InterruptedException {
        CountDownLatch passed = new CountDownLatch(1);
        server.server()
                .pump()
                .startTimer(time.toMillis(), 0, null, (context, source, event, fdType) -> passed.countDown(), null);
        assertTrue(passed.await(HttpRig.PATIENCE.toSeconds(), TimeUnit.SECONDS), "a timer of the server does not fire");
    }
}
