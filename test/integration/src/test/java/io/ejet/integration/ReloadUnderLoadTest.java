package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ejet.EJet;
import io.ejet.conf.ServerSettings;
import io.ejet.integration.HttpPeer.Answer;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reload after reload while clients ask: each answer is wholly of one configuration, none fails, and nothing grows. */
@Tag("permutation")
class ReloadUnderLoadTest {
    private static final String MODELS = "io.ejet.integration.HttpRig#models";
    private static final int CLIENTS = 3;
    private static final int PIPELINED = 4;
    private static final int REQUESTS_PER_CONNECTION = 40;
    private static final int LARGE_BYTES = 200_000;
    private static final int RELOADS = 500;

    /** Of the heap, in bytes: 500 configurations would take more than ten times as much. */
    private static final long MOST_GROWTH_BYTES = 2 << 20;

    @RegisterExtension
    final HttpRig rig = new HttpRig();

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicLong answers = new AtomicLong();

    @BeforeEach
    void makeSites() throws IOException {
        for (String name : List.of("a", "b")) {
            Path site = Files.createDirectory(folder.resolve(name));
            Files.writeString(site.resolve("index.html"), name + " front");
            Files.writeString(site.resolve("404.html"), name + " missing");
            try (RandomAccessFile file =
                    new RandomAccessFile(site.resolve("large").toFile(), "rw")) {
                file.writeBytes(name.repeat(LARGE_BYTES));
            }
        }
    }

    @AfterEach
    void endThreads() throws InterruptedException {
        ended.set(true);
        threads.shutdown();
        assertTrue(threads.awaitTermination(60, TimeUnit.SECONDS));
    }

    private ServerSettings settings(Model model, String name) {
        String http = """
                listen = { local ip = 127.0.0.1; port = 0; root = NAME; error page = { 404 = 404.html; root = NAME; }
                    host = { host name = '*'; script = { addResHeader X-Kind NAME; }
                        location = { path = '/'; }
                        location = { path = ['/reply', '=']; script = { reply 200 "NAME $request_header[x-kind]"; } }
                        location = { path = ['/moved', '=']; script = { rewrite ^ /reply last; } }
                        location = { path = ['/tried', '=']; script = { if (-f $real_file) { reply 500; } try_files /index.html =404; } }
                    } }
                """.replace("NAME", name);
        return HttpRig.settings(model, http, folder);
    }

    /** Asks until the end; any answer that is not as it should be throws. */
    private Void ask(int port, boolean keepsOpen) throws IOException {
        List<String> paths = List.of("/", "/reply", "/none", "/moved", "/tried", "/large");
        int next = 0;
        while (!ended.get()) {
            try (HttpPeer peer = HttpPeer.connect(port)) {
                for (int i = 0; !ended.get() && (keepsOpen || i < REQUESTS_PER_CONNECTION); i += PIPELINED) {
                    StringBuilder requests = new StringBuilder();
                    for (int j = 0; j < PIPELINED; j++) {
                        requests.append("GET ")
                                .append(paths.get((next + j) % paths.size()))
                                .append(" HTTP/1.1\r\nHost: test\r\n\r\n");
                    }
                    peer.send(requests.toString());
                    for (int j = 0; j < PIPELINED; j++) {
                        check(paths.get(next++ % paths.size()), peer.receive());
                    }
                }
            }
        }
        return null;
    }

    private void check(String path, Answer answer) {
        String text = answer.text();
        String told = path + " " + answer.status() + " " + answer.fields() + " "
                + text.substring(0, Math.min(100, text.length()));
        assertEquals(path.equals("/none") ? 404 : 200, answer.status(), told);
        String kind = answer.fields().get("x-kind");
        assertTrue("a".equals(kind) || "b".equals(kind), told);
        String expected = switch (path) {
            case "/reply", "/moved" -> kind + " ";
            case "/none" -> kind + " missing";
            case "/large" -> kind.repeat(LARGE_BYTES);
            default -> kind + " front";
        };
        assertTrue(text.equals(expected), told);
        answers.incrementAndGet();
    }

    private List<Future<Void>> startClients(int port) {
        List<Future<Void>> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            boolean keepsOpen = i == 0;
            Callable<Void> client = () -> ask(port, keepsOpen);
            clients.add(threads.submit(client));
        }
        return clients;
    }

    private void endClients(List<Future<Void>> clients) throws Exception {
        ended.set(true);
        for (Future<Void> client : clients) {
            client.get(60, TimeUnit.SECONDS);
        }
    }

    /** Waits for so many more answers, or for a client that has failed. */
    private void awaitAnswers(int more, List<Future<Void>> clients) {
        long enough = answers.get() + more;
        HttpRig.await(() -> answers.get() >= enough || clients.stream().anyMatch(Future::isDone), "answers under load");
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldAnswerEachRequestWhollyUnderOneConfiguration(Model model) throws Exception {
        List<ServerSettings> settings = List.of(settings(model, "a"), settings(model, "b"));
        EJet server = rig.start(settings.get(0));
        List<Future<Void>> clients = startClients(server.port());
        for (int i = 0; i < 40; i++) {
            awaitAnswers(20, clients);
            server.reload(settings.get(i % 2));
        }
        endClients(clients);
    }

    @ParameterizedTest
    @MethodSource(BothModels.SOURCE)
    void shouldNotGrowWithTheNumberOfReloads(Model model) throws Exception {
        EJet server = rig.start(settings(model, "a"));
        HttpPeer idle = rig.connect(server); // holds nothing of the configuration that has answered it
        check("/", idle.get("/"));
        reloadUnderLoad(server, model, 50);
        Live before = Live.now();
        long startNs = System.nanoTime();
        reloadUnderLoad(server, model, RELOADS);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
        assertTrue(seconds < 60, RELOADS + " reloads took " + seconds + " s");
        HttpRig.await(() -> Live.descriptorsNow() <= before.descriptors, "the files that were kept open");
        Live after = Live.now();
        assertEquals(before.threads, after.threads);
        assertTrue(
                after.heapBytes - before.heapBytes < MOST_GROWTH_BYTES,
                () -> "heap: " + after.heapBytes + ", before " + before.heapBytes);
        assertEquals(1, after.count("io.ejet.server.Site"));
        assertEquals(1, after.count("io.ejet.server.Endpoint"));
        assertEquals(1, after.count("io.ejet.server.Host"));
        assertEquals(4, after.count("io.ejet.server.Location"));
        int owners = Math.max(model.pumps(), model.workers());
        assertTrue(after.count("io.ejet.file.OwnerFiles") <= owners, "files of owners");
        assertTrue(after.count("io.ejet.file.FileCache") <= 2L * owners, "caches");
        assertTrue(
                after.count("io.ejet.file.FileHandler") <= 4L * (1 + owners),
                "handlers: those of a cache may be older");
        check("/", idle.get("/"));
    }

    private void reloadUnderLoad(EJet server, Model model, int times) throws Exception {
        ended.set(false);
        List<Future<Void>> clients = startClients(server.port());
        for (int i = 0; i < times; i++) {
            awaitAnswers(1, clients);
            server.reload(settings(model, i % 2 == 0 ? "b" : "a"));
        }
        endClients(clients);
        HttpRig.await(() -> server.server().connections() == 1, "the end of the clients' connections");
    }

    /** What this JVM holds. */
    private record Live(String histogram, long heapBytes, long descriptors, long threads) {
        /** After a whole collection. */
        static Live now() throws JMException {
            String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            Matcher total = Pattern.compile("(?m)^Total +\\d+ +(\\d+)").matcher(histogram);
            assertTrue(total.find(), histogram);
            long threads = Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getName().startsWith("ejet-"))
                    .count();
            return new Live(histogram, Long.parseLong(total.group(1)), descriptorsNow(), threads);
        }

        static long descriptorsNow() {
            return ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getOpenFileDescriptorCount();
        }

        /** How many objects of a kind can be reached. */
        long count(String kind) {
            Matcher line = Pattern.compile("(?m)^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(kind) + "(?= |$)")
                    .matcher(histogram);
            return line.find() ? Long.parseLong(line.group(1)) : 0;
        }
    }
}
