package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.HostName;
import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.UnknownHost;
import io.ejet.script.LocalNames;
import io.ejet.script.Script;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.ScriptKind;
import io.ejet.script.Scripts;
import io.ejet.script.Setting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find out who answers: 100 hosts, each with 96 exact and prefix locations and some regular expressions, and a
 * script of ten lines that decides nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@State(Scope.Thread)
public class RoutingBenchmark {
    private static final int HOSTS = 100;
    private static final int EXACT = 48;
    private static final int PREFIXES = 48;
    private static final String HEAD = """
            GET /part17/some/page.html?a=1&b=2 HTTP/1.1\r
            Host: host42.example.org\r
            User-Agent: a browser\r
            Accept: text/html\r
            \r
            """;
    private static final String TEN_LINES = """
            set $site main;
            if ($host == blocked.example.org) {
                reply 403;
            }
            if ($user_agent ~ (bot|spider)) reply 429;
            rewrite ^/old/(.*)$ /new/$1 last;
            if ($query[debug] == 1 && $remote_user) {
                set $site debug;
            }
            if ($request_method == TRACE || $uri ^~ /private/) reply 404;
            """;

    /** How many locations are regular expressions. */
    @Param({"0", "4", "8"})
    private int regexes;

    private final ByteBuffer bytes = ByteBuffer.wrap(HEAD.getBytes(StandardCharsets.ISO_8859_1));
    private final ServerExchange exchange = new ServerExchange(Decoding.of(Limits.DEFAULTS));
    private Site plain;
    private Site scripted;

    /** Called by JMH. */
    public RoutingBenchmark() {}

    /** Makes the sites and reads the head. */
    @Setup
    public void prepare() {
        Script script = new ScriptCompiler(new LocalNames(), Setting.Source.NONE)
                .script(ScriptKind.REQUEST, TEN_LINES, problem -> {
                    if (!problem.isWarning()) {
                        throw new IllegalStateException(problem.message());
                    }
                });
        plain = site(Scripts.NONE);
        scripted = site(new Scripts(List.of(script), List.of()));
        exchange.request.parser.start(0);
        exchange.request.parser.parse(bytes, bytes.limit());
        exchange.begin(bytes, bytes.limit());
    }

    private Site site(Scripts scripts) {
        HttpHandler handler = answered -> {};
        List<Host> hosts = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            List<Location> locations = new ArrayList<>();
            for (int j = 0; j < EXACT; j++) {
                locations.add(new Location(LocationMatch.EXACT, "/exact" + j, handler));
            }
            for (int j = 0; j < PREFIXES; j++) {
                locations.add(new Location(LocationMatch.PREFIX, "/part" + j + "/", handler));
            }
            for (int j = 0; j < regexes; j++) {
                locations.add(new Location(LocationMatch.REGEX, "\\.(php" + j + "|cgi" + j + ")$", handler));
            }
            hosts.add(new Host(
                    List.of(HostName.exact("host" + i + ".example.org")), locations, scripts, StatusPages.NONE));
        }
        return new Site(hosts, UnknownHost.NOT_FOUND, Terms.DEFAULTS);
    }

    /**
     * Without a script.
     *
     * @return who answers
     */
    @Benchmark
    public HttpHandler plain() {
        exchange.path("/part17/some/page.html");
        Host host = plain.find(exchange.request.head, bytes);
        return host.locations().find(exchange.path()).handler();
    }

    /**
     * With a script.
     *
     * @return who answers
     */
    @Benchmark
    public HttpHandler scripted() {
        exchange.path("/part17/some/page.html");
        Host host = scripted.find(exchange.request.head, bytes);
        exchange.onHostFound(host);
        HttpHandler found = exchange.beginRouting(false).decide();
        exchange.forgetRouting();
        return found;
    }
}
