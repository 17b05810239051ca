package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.AccessLogs;
import io.ejet.EJet;
import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ServerSettings;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import io.ejet.log.AccessLog;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Other settings for a server that runs: what a client sees, in every model. */
@Tag("permutation")
class ReloadTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";
    private static final int LARGE_BYTES = 24 << 20;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    @BeforeEach
    void makeSites() throws IOException {
        for (String name : List.of("old", "new")) {
            Path site = Files.createDirectory(folder.resolve(name));
            Files.writeString(site.resolve("index.html"), name + " front");
            Files.writeString(site.resolve("404.html"), name + " missing");
        }
    }

    private static String listen(String root, int port, String items) {
        return "listen = { local ip = 127.0.0.1; port = " + port + "; root = " + root + ";\n" + items + "\n}\n";
    }

    private static String site(String name, String items) {
        return listen(name, 0, "error page = { 404 = 404.html; root = " + name + "; }\n" + items);
    }

    private List<String> reload(EJet server, Model model, String http) throws IOException {
        return server.reload(HttpRig.settings(model, http, folder));
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerTheNextRequestOfAConnectionUnderTheNewSettings(Model model) throws IOException {
        EJet server = rig.start(model, site("old", ""), folder);
        int port = server.port();
        HttpPeer peer = rig.connect(server);
        assertEquals("old front", peer.get("/").text());
        assertEquals("old missing", peer.get("/hello").text());
        assertEquals("text/html", peer.get("/").fields().get("content-type"));
        List<String> needs = reload(server, model, """
                mime types = { text/other = .html; }
                """ + site("new", """
                host = { host name = '*';
                    location = { path = '/'; }
                    location = { path = ['/hello', '=']; script = { reply 200 "hello $remote_addr"; } }
                }
                """));
        assertEquals(List.of(), needs);
        assertEquals(port, server.port());
        assertEquals("new front", peer.get("/").text());
        assertEquals("hello 127.0.0.1", peer.get("/hello").text());
        assertEquals("new missing", peer.get("/none").text());
        assertEquals("text/other", peer.get("/").fields().get("content-type"));
        assertEquals("new front", rig.connect(server).get("/").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldFinishUnderTheOldSettingsWhatHasBegun(Model model) throws IOException {
        EJet server = rig.start(model, site("old", ""), folder);
        HttpPeer peer = rig.connect(server);
        peer.send("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: "); // one segment: read at once
        assertEquals("old front", peer.receive().text());
        reload(server, model, site("new", ""));
        peer.send("x\r\n\r\n");
        assertEquals("old front", peer.receive().text());
        assertEquals("new front", peer.get("/").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldGoOnSendingAFileThatTheNewSettingsDoNotServe(Model model) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("old/large").toFile(), "rw")) {
            file.setLength(LARGE_BYTES);
        }
        EJet server = rig.start(model, site("old", ""), folder);
        HttpPeer slow = rig.closeLater(HttpPeer.connect(server.port(), 4096));
        slow.send("GET /large HTTP/1.1\r\nHost: test\r\n\r\nGET / HTTP/1.1\r\nHost: test\r\n\r\n");
        HttpPeer.Answer head = slow.receiveHead();
        Files.delete(folder.resolve("old/large"));
        for (int i = 0; i < 3; i++) {
            reload(server, model, site("new", ""));
        }
        assertEquals(LARGE_BYTES, Integer.parseInt(head.fields().get("content-length")));
        assertEquals(LARGE_BYTES, slow.receiveBody(head).length);
        assertEquals("new front", slow.receive().text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldListenOnWhatIsAddedAndNoLongerOnWhatIsRemoved(Model model) throws IOException {
        int added = freePort();
        EJet server = rig.start(model, site("old", ""), folder);
        int first = server.port();
        HttpPeer kept = rig.connect(server);
        assertEquals("old front", kept.get("/").text());

        reload(server, model, site("new", "") + listen("old", added, ""));
        assertEquals(List.of(first, added), ports(server));
        assertEquals("new front", kept.get("/").text());
        HttpPeer second = rig.closeLater(HttpPeer.connect(added));
        assertEquals("old front", second.get("/").text());

        reload(server, model, listen("new", added, ""));
        assertEquals(List.of(added), ports(server));
        assertThrows(ConnectException.class, () -> HttpPeer.connect(first).close());
        Answer last = kept.get("/");
        assertEquals("new front", last.text());
        assertTrue(last.closes());
        kept.expectEnd();
        assertEquals("new front", second.get("/").text());

        reload(server, model, listen("old", added, "") + listen("new", first, ""));
        assertEquals("old front", second.get("/").text());
        assertEquals(
                "new front", rig.closeLater(HttpPeer.connect(first)).get("/").text());
    }

    private static List<Integer> ports(EJet server) {
        return server.addresses().stream().map(address -> address.getPort()).toList();
    }

    /** A port that nobody is given during the test: it is taken at another address, so it is free at this one. */
    private int freePort() throws IOException {
        InetAddress other = InetAddress.getByName("127.0.0.3");
        return rig.closeLater(new ServerSocket(0, 1, other)).getLocalPort();
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldChangeNothingWhenAnAddressCannotBeUsed(Model model) throws IOException {
        int free = freePort();
        EJet server = rig.start(model, site("old", ""), folder);
        HttpPeer peer = rig.connect(server);
        assertEquals("old front", peer.get("/").text());
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String http = site("new", "") + listen("new", free, "") + listen("new", taken.getLocalPort(), "");
            IOException failure = assertThrows(IOException.class, () -> reload(server, model, http));
            assertTrue(failure.getMessage().contains(":" + taken.getLocalPort()), failure.getMessage());
        }
        assertEquals(1, server.addresses().size());
        assertEquals("old front", peer.get("/").text());
        assertThrows(ConnectException.class, () -> HttpPeer.connect(free).close());
        reload(server, model, site("new", "") + listen("new", free, ""));
        assertEquals("new front", peer.get("/").text());
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldKeepToTheNewLimitsAndSayWhichItCannot(Model model) throws IOException {
        EJet server = rig.start(model, site("old", ""), folder);
        HttpPeer peer = rig.connect(server);
        String longName = "/" + "x".repeat(3000);
        assertEquals(404, peer.get(longName).status());
        ServerSettings wished = HttpRig.settings(
                new Model(model.pumps() + 1, model.workers()),
                "receive request = { max request line = 2K; max header size = 100K; }\n" + site("new", ""),
                folder);
        List<String> needs = server.reload(wished);
        assertEquals(
                List.of(
                        "\"epump threads\" stays " + model.pumps() + " until a restart, which " + (model.pumps() + 1)
                                + " needs",
                        "\"max header size\" stays 32768 until a restart, which 102400 needs"),
                needs);
        assertEquals(414, peer.get(longName).status());
        reload(server, model, "receive request = { keepalive timeout = 1ms; }\n" + site("new", ""));
        HttpPeer idle = rig.connect(server);
        assertEquals(404, idle.get(longName).status());
        idle.expectEnd();
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldCountConnectionsAgainstTheNewLimit(Model model) throws IOException {
        EJet server = rig.start(model, site("old", ""), folder);
        HttpPeer first = rig.connect(server);
        assertEquals("old front", first.get("/").text());
        reload(server, model, "receive request = { max connections = 1; }\n" + site("new", ""));
        rig.connect(server).awaitEnd();
        assertEquals("new front", first.get("/").text());
        reload(server, model, site("new", ""));
        assertEquals("new front", rig.connect(server).get("/").text());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldAskWhoConnectsAsTheNewSettingsSay(Model model) throws IOException {
        String hosts = "host = { host name = other; location = { path = '/'; script = { reply 200 $remote_addr; } } }";
        EJet server = rig.start(model, listen("old", 0, hosts), folder);
        HttpPeer peer = rig.connect(server);
        assertEquals(404, peer.get("/").status());
        String secret = "0123456789abcdef";
        reload(
                server,
                model,
                listen(
                        "old",
                        0,
                        "unknown host = 421; trusted proxy = all; explain secret = " + secret
                                + "; connections per address = 1;" + hosts));
        assertEquals(421, peer.get("/").status());
        peer.send("GET / HTTP/1.1\r\nHost: other\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
        assertEquals("192.0.2.7", peer.receive().text());
        peer.send("GET / HTTP/1.1\r\nHost: other\r\nX-EJet-Explain: " + secret + "\r\n\r\n");
        assertTrue(peer.receive().text().startsWith("listener"));

        reload(
                server,
                model,
                listen("old", 0, "proxy protocol = on;" + hosts)); // for connections that come from now on
        assertEquals(404, peer.get("/").status());
        HttpPeer proxied = rig.connect(server);
        proxied.send("PROXY TCP4 192.0.2.9 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: other\r\n\r\n");
        assertEquals("192.0.2.9", proxied.receive().text());
    }

    @Test
    void shouldLeaveNoThreadWhenItsLogsCannotBeMade() {
        ServerSettings settings = HttpRig.settings(new Model(1, 0), site("old", ""), folder);
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        assertThrows(
                IllegalStateException.class,
                () -> EJet.start(settings, new AccessLogs() {
                    @Override
                    public AccessLog ofServer(AccessLogSettings ofHttp) {
                        throw new IllegalStateException("no log");
                    }

                    @Override
                    public AccessLog ofSite(AccessLogSettings ofHost) {
                        return AccessLog.NONE;
                    }
                }));
        Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
        left.removeAll(before);
        assertEquals(Set.of(), left);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldTakeOneReloadAfterTheOtherWhenSeveralComeAtOnce(Model model) throws Exception {
        EJet server = rig.start(model, site("old", ""), folder);
        int added = freePort();
        List<String> sites = List.of(site("old", ""), site("old", "") + listen("new", added, ""));
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (String site : sites) {
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        reload(server, model, site);
                    }
                } catch (IOException | RuntimeException e) {
                    failures.add(e);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), List.copyOf(failures));
        reload(server, model, site("new", ""));
        assertEquals(1, server.addresses().size());
        assertEquals("new front", rig.connect(server).get("/").text());
        assertThrows(ConnectException.class, () -> HttpPeer.connect(added).close());
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldWriteTheRecordsOfNewRequestsToTheNewLog(Model model) throws IOException {
        Queue<String> records = new ConcurrentLinkedQueue<>();
        ServerSettings settings = HttpRig.settings(model, site("old", ""), folder);
        EJet server = rig.start(model, site("old", ""), folder);
        server.reload(settings, exchange -> records.add("first " + exchange.status()));
        HttpPeer peer = rig.connect(server);
        peer.get("/");
        server.reload(settings);
        peer.get("/");
        server.reload(settings, exchange -> records.add("second " + exchange.status()));
        peer.get("/");
        HttpRig.await(() -> records.size() == 3, "the records");
        assertEquals(List.of("first 200", "first 200", "second 200"), List.copyOf(records));
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldKeepTheLogOfTheReloadBeforeWhenTwoComeAtOnce(Model model) throws Exception {
        Queue<String> records = new ConcurrentLinkedQueue<>();
        ServerSettings settings = HttpRig.settings(model, site("old", ""), folder);
        EJet server = rig.start(model, site("old", ""), folder);
        Thread second = new Thread(() -> {
            try {
                server.reload(settings);
            } catch (IOException e) {
                records.add(e.toString());
            }
        });
        server.reload(settings, new AccessLogs() {
            @Override
            public AccessLog ofServer(AccessLogSettings ofHttp) {
                if (second.getState() == Thread.State.NEW) { // in the middle of the first
                    second.start();
                    HttpRig.await(() -> second.getState() == Thread.State.WAITING, "the second to wait for the first");
                }
                return exchange -> records.add("first " + exchange.status());
            }

            @Override
            public AccessLog ofSite(AccessLogSettings ofHost) {
                return ofServer(ofHost);
            }
        });
        second.join();
        rig.connect(server).get("/");
        HttpRig.await(() -> !records.isEmpty(), "the record");
        assertEquals(List.of("first 200"), List.copyOf(records));
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldRefuseWhereItWouldWaitForItselfOrLoseHandlers(Model model) throws IOException {
        AtomicReference<EJet> self = new AtomicReference<>();
        ServerSettings settings = HttpRig.settings(model, site("old", ""), folder);
        EJet built = rig.start(rig.builder(model).handler(exchange -> {
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class, () -> self.get().reload(settings));
            exchange.send(refused.getMessage());
        }));
        assertThrows(IllegalStateException.class, () -> built.reload(settings));
        self.set(rig.start(model, site("old", ""), folder));
        assertEquals(
                "a pump or worker cannot wait for a reload",
                rig.connect(built).get("/").text());
        EJet stopped = EJet.start(settings, AccessLog.NONE);
        assertTrue(stopped.stop(HttpRig.PATIENCE));
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> stopped.reload(settings));
        assertNotEquals("", refused.getMessage());
    }
}
