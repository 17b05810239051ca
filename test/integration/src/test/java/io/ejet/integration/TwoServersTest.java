package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.HttpExchange;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers with different settings in one JVM: neither sees anything of the other, not even its end. */
@Tag("permutation")
class TwoServersTest {
    private static final int SMALL_BODY_BYTES = 10;
    private static final int LARGE_BODY_BYTES = 1000;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private final Side left = new Side("left", SMALL_BODY_BYTES);
    private final Side right = new Side("right", LARGE_BODY_BYTES);

    static Stream<Arguments> pairs() {
        return Stream.of(new Model(1, 0), new Model(1, 3))
                .flatMap(one -> HttpRig.models().map(other -> Arguments.of(one, other)));
    }

    /** One of the servers, its site and what it has been asked. */
    private final class Side {
        final String name;
        final int bodyBytes;
        final Queue<String> log = new ConcurrentLinkedQueue<>();
        final BlockingQueue<HttpExchange> kept = new LinkedBlockingQueue<>();
        EJet server;
        HttpPeer peer;

        Side(String name, int bodyBytes) {
            this.name = name;
            this.bodyBytes = bodyBytes;
        }

        void start(Model model) throws IOException {
            Path site = Files.createDirectory(folder.resolve(name));
            Files.writeString(site.resolve("name.txt"), name);
            Files.writeString(site.resolve(name + ".txt"), "of its own");
            server = rig.start(rig.builder(model)
                    .limits(HttpRig.limits(bodyBytes, 1000, 1000))
                    .accessLog(exchange -> log.add(exchange.status() + " " + exchange.target()))
                    .exact("/body", TwoServersTest::tellSize)
                    .exact("/" + name, exchange -> exchange.send(name))
                    .exact("/later", kept::add)
                    .root(site));
            peer = rig.connect(server);
        }

        HttpExchange takeKept() throws InterruptedException {
            HttpExchange exchange = kept.poll(HttpRig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertTrue(exchange != null, "nothing has come");
            return exchange;
        }
    }

    private static void tellSize(HttpExchange exchange) {
        int[] size = new int[1];
        exchange.readBody((same, piece, last) -> {
            size[0] += piece.remaining();
            if (last) {
                same.send(String.valueOf(size[0]));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldKeepToTheirOwnSettingsWhenBothAreAsked(Model one, Model other) throws Exception {
        left.start(one);
        right.start(other);
        for (int round = 0; round < 3; round++) { // the second time the file is in memory
            for (Side side : List.of(left, right)) {
                assertEquals(side.name, side.peer.get("/name.txt").text());
                assertEquals(
                        "of its own", side.peer.get("/" + side.name + ".txt").text());
                assertEquals(side.name, side.peer.get("/" + side.name).text());
                String others = side == left ? right.name : left.name;
                assertEquals(404, side.peer.get("/" + others).status());
                assertEquals(404, side.peer.get("/" + others + ".txt").status());
            }
        }
        String post = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n" + "x".repeat(500);
        left.peer.send(post);
        assertEquals(413, left.peer.receive().status());
        left.peer.expectEnd();
        right.peer.send(post);
        assertEquals("500", right.peer.receive().text());

        for (Side side : List.of(left, right)) {
            HttpRig.await(() -> side.log.size() == 16, "the records of the " + side.name);
            String others = side == left ? right.name : left.name;
            assertEquals(
                    List.of(
                            "200 /name.txt",
                            "200 /" + side.name + ".txt",
                            "200 /" + side.name,
                            "404 /" + others,
                            "404 /" + others + ".txt"),
                    side.log.stream().limit(5).toList());
            assertEquals(
                    (side == left ? "413" : "200") + " /body",
                    List.copyOf(side.log).get(15));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldGoOnServingWhenTheOtherIsStopped(Model one, Model other) throws Exception {
        left.start(one);
        right.start(other);
        for (Side side : List.of(left, right)) {
            assertEquals(side.name, side.peer.get("/name.txt").text());
            side.peer.send("GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
        }
        HttpExchange ofRight = right.takeKept();
        HttpExchange ofLeft = left.takeKept();
        assertTrue(ofLeft.execute(() -> ofLeft.send("in time")));
        assertEquals("in time", left.peer.receive().text());

        assertTrue(left.server.stop(HttpRig.PATIENCE));
        left.peer.expectEnd();
        assertThrows(ConnectException.class, () -> HttpPeer.connect(left.server.port()));
        assertEquals(0, left.server.server().connections());

        assertEquals(1, right.server.server().connections());
        assertTrue(ofRight.execute(() -> ofRight.send("late")));
        assertEquals("late", right.peer.receive().text());
        assertEquals(right.name, right.peer.get("/name.txt").text());
        assertEquals("of its own", right.peer.get("/right.txt").text());
        assertEquals(right.name, rig.connect(right.server).get("/right").text());
    }
}
