package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.EPumpConfig;
import io.epump.SteppedSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A stepped system with a resolver, the files it reads, and two scripted name servers. */
final class ResolverBench implements AutoCloseable {
    static final Duration TIMEOUT = Duration.ofSeconds(5);

    final ScriptedServer server = new ScriptedServer();
    final ScriptedServer second = new ScriptedServer();
    final Path hosts;
    final Path conf;
    final SteppedSystem stepped;
    final Resolver resolver;

    /** What comes back, in order. */
    final List<NameAnswer> answers = new ArrayList<>();

    final List<NameAnswer> firsts = new ArrayList<>();

    ResolverBench(Path directory) throws IOException {
        this(directory, 0, ResolverConfig.builder());
    }

    /** With both servers unless the settings have any. */
    ResolverBench(Path directory, int workers, ResolverConfig.Builder settings) throws IOException {
        hosts = Files.writeString(directory.resolve("hosts"), "");
        conf = Files.writeString(directory.resolve("resolv.conf"), "");
        settings.hostsFile(hosts).resolvConf(conf).servers(List.of(server.address(), second.address()));
        stepped = new SteppedSystem(
                EPumpConfig.builder().pumps(1).workers(workers).resolver(settings.build()));
        stepped.add(server);
        stepped.add(second);
        resolver = stepped.system().resolver();
    }

    void ask(String name) {
        resolver.resolve(
                name,
                new NameHandler() {
                    @Override
                    public void onName(Object context, NameAnswer answer) {
                        answers.add(answer);
                    }

                    @Override
                    public void onFirst(Object context, NameAnswer part) {
                        firsts.add(part);
                    }
                },
                null);
    }

    /** Asks and waits for the answer, which must come without the clock moving. */
    String find(String name) {
        int before = answers.size();
        ask(name);
        assertEquals(before, answers.size(), "an answer inside the call");
        stepped.drive("an answer", () -> answers.size() > before);
        return last();
    }

    /** The last answer: its addresses, or why there are none. */
    String last() {
        NameAnswer answer = answers.get(answers.size() - 1);
        return answer.status() == NameStatus.OK
                ? answer.addresses().stream()
                        .map(address -> address.getHostAddress())
                        .collect(Collectors.joining(" "))
                : answer.status().toString();
    }

    /** Lets so many timeouts pass, each after what is under way has settled. */
    void pass(int timeouts) {
        for (int i = 0; i < timeouts; i++) {
            stepped.settle();
            stepped.advance(TIMEOUT);
        }
        stepped.settle();
    }

    @Override
    public void close() throws IOException {
        server.close();
        second.close();
        stepped.close();
    }
}
