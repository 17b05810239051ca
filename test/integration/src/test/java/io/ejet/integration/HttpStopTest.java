package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.conf.Limits;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How long an exchange may go on when the server stops. */
class HttpStopTest {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    private final CountDownLatch handling = new CountDownLatch(1);
    private final AtomicReference<EJet> server = new AtomicReference<>();

    private HttpPeer startAndAsk(Model model, Limits limits, long answeredAfterMs) throws Exception {
        server.set(rig.start(
                rig.builder(model).limits(limits).handler(exchange -> answerLater(exchange, answeredAfterMs))));
        HttpPeer peer = rig.connect(server.get());
        peer.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertTrue(handling.await(30, TimeUnit.SECONDS));
        return peer;
    }

    private void answerLater(HttpExchange exchange, long delayMs) {
        server.get()
                .server()
                .pump()
                .startTimer(
                        delayMs,
                        0,
                        null,
                        (context, timer, event, fdType) -> exchange.execute(() -> exchange.send("late")),
                        null);
        handling.countDown();
    }

    /** The server's own limit is that of the exchange, not of all that a stop does. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldFinishWhatIsUnderWayWhenMostOfTheStopLimitIsOver(Model model) throws Exception {
        HttpPeer peer = startAndAsk(model, new SomeLimits().stop(LIMIT).all(), LIMIT.toMillis() * 6 / 10);
        server.get().close();
        assertEquals("late", peer.receive().text());
        peer.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldFinishWhatIsUnderWayWhenMostOfTheDeadlineIsOver(Model model) throws Exception {
        HttpPeer peer = startAndAsk(model, Limits.DEFAULTS, LIMIT.toMillis() * 6 / 10);
        assertTrue(server.get().stop(LIMIT));
        assertEquals("late", peer.receive().text());
        peer.expectEnd();
    }

    /** An exchange that nobody ends: the stop does, and says that everything is released. */
    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCutWhatIsUnderWayWhenTheStopLimitIsOver(Model model) throws Exception {
        HttpPeer peer =
                startAndAsk(model, new SomeLimits().stop(Duration.ofMillis(100)).all(), TimeUnit.DAYS.toMillis(1));
        assertTrue(server.get().stop());
        peer.awaitEnd();
        assertFalse(isAccepting());
    }

    private boolean isAccepting() {
        try (HttpPeer probe = HttpPeer.connect(server.get().port())) {
            return probe != null;
        } catch (IOException refused) {
            return false;
        }
    }
}
