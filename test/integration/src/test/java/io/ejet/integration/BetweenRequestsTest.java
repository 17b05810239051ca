package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpRig.Model;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An empty line before a request is nothing (RFC 9112 section 2.2), and so begins no request. */
@Timeout(100)
class BetweenRequestsTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONGER = SHORT.multipliedBy(3);

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    private final LogRecords log = new LogRecords();

    private EJet start(Model model) throws Exception {
        return rig.start(rig.builder(model)
                .limits(new SomeLimits().head(SHORT).all())
                .accessLog(log)
                .handler(exchange -> exchange.send(exchange.path())));
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldStayIdleWhenAnEmptyLineFollowsABody(Model model) throws Exception {
        EJet server = start(model);
        HttpPeer peer = rig.connect(server);
        peer.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\r\n");
        assertEquals("/1", peer.receive().text());
        ServerTime.letPass(server, LONGER);
        assertEquals("/2", peer.get("/2").text());
        peer.close();
        assertEquals(List.of("/1", "/2"), targets(2));
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldStayIdleWhenAnEmptyLineComesAlone(Model model) throws Exception {
        EJet server = start(model);
        HttpPeer peer = rig.connect(server);
        assertEquals("/1", peer.get("/1").text());
        peer.send("\r\n");
        ServerTime.letPass(server, LONGER);
        assertEquals("/2", peer.get("/2").text());
        peer.send("\r");
        ServerTime.letPass(server, LONGER);
        peer.send("\n");
        ServerTime.letPass(server, LONGER);
        assertEquals("/3", peer.get("/3").text());
        peer.close();
        assertEquals(List.of("/1", "/2", "/3"), targets(3));
    }

    private List<String> targets(int count) {
        return log.await(count).stream().map(LogRecords.Entry::target).toList();
    }
}
