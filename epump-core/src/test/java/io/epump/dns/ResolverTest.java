package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.dns.ScriptedServer.Asked;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A resolver and name servers that do as they should, or are merely out of order. */
class ResolverTest {
    private static final String SOA = "example.org 600 SOA ns.example.org root.example.org 1 2 3 4 60";

    @TempDir
    Path directory;

    /** Has one address of each family for every name. */
    private static void both(Asked asked) {
        String name = asked.question().getName().toString();
        asked.answer(name + (asked.isFor(Type.A) ? " 300 A 192.0.2.1" : " 300 AAAA 2001:db8::1"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void shouldFindBothFamiliesWhenAsked(int workers) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory, workers, ResolverConfig.builder())) {
            bench.server.script = ResolverTest::both;
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            assertEquals(0, bench.second.asked.size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "::1, 0:0:0:0:0:0:0:1",
        "[2001:db8::2], 2001:db8:0:0:0:0:0:2",
        "localhost, 0:0:0:0:0:0:0:1 127.0.0.1",
        "some.LOCALHOST., 0:0:0:0:0:0:0:1 127.0.0.1",
        "a..b, BAD_NAME",
        "'', BAD_NAME",
        "'a b', BAD_NAME",
        "1.2.3, BAD_NAME",
        "300.1.1.1, BAD_NAME",
        "010.1.1.1, BAD_NAME",
        "'::1\n', BAD_NAME",
    })
    void shouldAskNobodyWhenItIsClear(String name, String expected) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            assertEquals(expected, bench.find(name));
            assertEquals(0, bench.server.asked.size());
        }
    }

    @Test
    void shouldReadHostsFileAgainWhenItHasChanged() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            Files.writeString(bench.hosts, "192.0.2.3 one.example.org One # first\n::3 one\n");
            assertEquals("192.0.2.3", bench.find("ONE.example.org"));
            assertEquals("0:0:0:0:0:0:0:3 192.0.2.3", bench.find("one"));
            Files.writeString(bench.hosts, "192.0.2.4 one.example.org two\n");
            assertEquals("192.0.2.3", bench.find("one.example.org"), "looked at again within a second");
            bench.stepped.advance(Duration.ofSeconds(1));
            assertEquals("192.0.2.4", bench.find("one.example.org"));
            Files.delete(bench.hosts);
            bench.stepped.advance(Duration.ofSeconds(1));
            bench.server.script = ResolverTest::both;
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("one.example.org"));
        }
    }

    @Test
    void shouldReportOnceAndGoOnWhenHostsFileIsTooLong() throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder().maxFileBytes(1024);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            Files.writeString(bench.hosts, "192.0.2.3 one\n" + "#".repeat(1000) + "\n192.0.2.4 two\n192.0.2.5 three\n");
            assertEquals("192.0.2.3", bench.find("one"));
            bench.stepped.advance(Duration.ofSeconds(2));
            assertEquals("192.0.2.3", bench.find("one"));
            assertEquals(1, bench.stepped.takeFailures().size());
        }
    }

    // -- cache

    @Test
    void shouldAskAgainOnlyWhenTimeToLiveIsOver() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = ResolverTest::both;
            bench.find("www.example.org");
            bench.stepped.advance(Duration.ofMinutes(5).minusNanos(100));
            bench.find("WWW.example.org");
            assertEquals(2, bench.server.asked.size());
            bench.stepped.advance(Duration.ofNanos(100));
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            assertEquals(4, bench.server.asked.size());
        }
    }

    @Test
    void shouldKeepNothingWhenTimeToLiveIsZero() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer(asked.question().getName() + " 0 A 192.0.2.1");
            bench.find("www.example.org");
            bench.find("www.example.org");
            assertEquals(2, bench.server.count(Type.A));
        }
    }

    @Test
    void shouldKeepAddressesWithinConfiguredTimes() throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder()
                .ttl(Duration.ofSeconds(10), Duration.ofSeconds(20))
                .mostNegativeTtl(Duration.ofSeconds(5));
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            bench.server.script = asked -> {
                if (asked.isFor(Type.AAAA)) {
                    asked.deny(Rcode.NOERROR, SOA);
                } else {
                    String name = asked.question().getName().toString();
                    asked.answer(name + (name.startsWith("short") ? " 1" : " 4000000000") + " A 192.0.2.1");
                }
            };
            for (int second = 0; second < 40; second++) {
                bench.find("short.example.org");
                bench.stepped.advance(Duration.ofSeconds(1));
            }
            assertEquals(List.of(4L, 8L), List.of(bench.server.count(Type.A), bench.server.count(Type.AAAA)));
            bench.server.asked.clear();
            bench.server.script = asked -> asked.answer(asked.question().getName() + " 99 A 192.0.2.1");
            for (int second = 0; second < 40; second++) {
                bench.find("long.example.org");
                bench.stepped.advance(Duration.ofSeconds(1));
            }
            assertEquals(2, bench.server.count(Type.A));
        }
    }

    /** The least of the two, TTL and minimum of the SOA, counts (RFC 2308 section 5). */
    @ParameterizedTest
    @CsvSource({"3, NO_SUCH_NAME", "0, NO_ADDRESS"})
    void shouldKeepForAWhileThatThereIsNothing(int rcode, String status) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.deny(rcode, SOA);
            assertEquals(status, bench.find("nobody.example.org"));
            bench.stepped.advance(Duration.ofSeconds(59));
            assertEquals(status, bench.find("nobody.example.org"));
            assertEquals(2, bench.server.asked.size());
            bench.stepped.advance(Duration.ofSeconds(1));
            assertEquals(status, bench.find("nobody.example.org"));
            assertEquals(4, bench.server.asked.size());
        }
    }

    @Test
    void shouldNotKeepThatThereIsNothingWhenZoneDoesNotSaySo() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.deny(Rcode.NXDOMAIN, "other.org 600 SOA ns.a root.a 1 2 3 4 60");
            bench.find("nobody.example.org");
            bench.find("nobody.example.org");
            assertEquals(4, bench.server.asked.size());
        }
    }

    @Test
    void shouldForgetWhatWasLongestNotAskedForWhenCacheIsFull() throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder().cacheEntries(4);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            bench.server.script = ResolverTest::both;
            for (String name : List.of("a.org", "b.org", "a.org", "c.org", "a.org")) {
                bench.find(name);
            }
            assertEquals(6, bench.server.asked.size());
            bench.find("b.org");
            assertEquals(8, bench.server.asked.size());
        }
    }

    // -- many

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAskOnceWhenManyWait(int workers) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory, workers, ResolverConfig.builder())) {
            for (int i = 0; i < 100; i++) {
                bench.ask(i % 2 == 0 ? "www.example.org" : "WWW.Example.org");
            }
            bench.stepped.settle();
            assertEquals(2, bench.server.asked.size());
            bench.server.asked.forEach(ResolverTest::both);
            bench.stepped.drive("all answers", () -> bench.answers.size() == 100);
            assertTrue(
                    bench.answers.stream().allMatch(answer -> answer.addresses().size() == 2));
        }
    }

    @Test
    void shouldRefuseWhenTooManyNamesOrAskersAreUnderWay() throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder().maxUnderWay(2, 3);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            List.of("a.org", "b.org", "c.org", "a.org", "a.org").forEach(bench::ask);
            bench.stepped.settle();
            assertEquals(List.of("c.org OVERLOAD", "a.org OVERLOAD"), texts(bench.answers));
            bench.server.asked.forEach(ResolverTest::both);
            bench.stepped.drive("the others", () -> bench.answers.size() == 5);
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", ask(bench, "c.org"));
        }
    }

    private static String ask(ResolverBench bench, String name) {
        bench.server.script = ResolverTest::both;
        return bench.find(name);
    }

    private static List<String> texts(List<NameAnswer> answers) {
        return answers.stream()
                .map(answer -> answer.name() + " " + answer.status())
                .toList();
    }

    @Test
    void shouldTellFirstFamilyWhenOtherIsNotThereYet() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.ask("www.example.org");
            bench.stepped.settle();
            Asked late = bench.server.asked.get(bench.server.asked.get(0).isFor(Type.A) ? 1 : 0);
            both(bench.server.asked.get(late == bench.server.asked.get(0) ? 1 : 0));
            bench.stepped.settle();
            bench.ask("www.example.org"); // joins late, and is told as well
            bench.stepped.settle();
            assertEquals(2, bench.firsts.size());
            assertEquals(
                    List.of(InetAddress.getByName("192.0.2.1")),
                    bench.firsts.get(1).addresses());
            assertEquals(0, bench.answers.size());
            both(late);
            bench.stepped.drive("both answers", () -> bench.answers.size() == 2);
            assertEquals(2, bench.answers.get(1).addresses().size());
        }
    }

    // -- servers

    @Test
    void shouldAskEveryServerAsOftenAsItShouldWhenAllAreSilent() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.ask("www.example.org");
            bench.pass(3);
            assertEquals(List.of(), bench.answers);
            assertEquals(List.of(4, 4), List.of(bench.server.asked.size(), bench.second.asked.size()));
            bench.pass(1);
            assertEquals("TIMEOUT", bench.last());
            Set<Object> ids = new HashSet<>();
            Set<Object> ports = new HashSet<>();
            for (Asked asked : both(bench)) {
                ids.add(asked.message.getHeader().getID());
                ports.add(asked.from.getPort());
            }
            assertEquals(8, ports.size(), "ports of eight questions");
            assertNotEquals(1, ids.size(), "ids of eight questions");
        }
    }

    private static List<Asked> both(ResolverBench bench) {
        List<Asked> all = new ArrayList<>(bench.server.asked);
        all.addAll(bench.second.asked);
        return all;
    }

    @Test
    void shouldTakeSecondServerWhenFirstIsSilent() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.second.script = ResolverTest::both;
            bench.ask("www.example.org");
            bench.stepped.settle();
            bench.stepped.advance(ResolverBench.TIMEOUT.minusNanos(1_000_000));
            bench.stepped.settle();
            assertEquals(0, bench.second.asked.size(), "too early");
            bench.stepped.advance(Duration.ofMillis(1));
            bench.stepped.drive("the answer", () -> !bench.answers.isEmpty());
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.last());
        }
    }

    @ParameterizedTest
    @CsvSource({"2, SERVER_FAILURE", "4, UNSUPPORTED", "5, REFUSED", "9, SERVER_FAILURE"})
    void shouldTakeSecondServerAtOnceWhenFirstFails(int rcode, String status) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer(rcode);
            bench.second.script = ResolverTest::both;
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            bench.second.script = asked -> asked.answer(rcode);
            assertEquals(status, bench.find("www.example.com"));
        }
    }

    @Test
    void shouldTakeSecondServerAtOnceWhenNobodyListensAtFirst() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.second.script = ResolverTest::both;
            bench.server.close();
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
        }
    }

    @Test
    void shouldBeginWithAnotherServerEachTimeWhenToldToRotate() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            Files.writeString(bench.conf, "options rotate\n");
            bench.server.script = ResolverTest::both;
            bench.second.script = ResolverTest::both;
            for (String name : List.of("a.org", "b.org", "c.org", "d.org")) {
                bench.find(name);
            }
            assertEquals(List.of(4, 4), List.of(bench.server.asked.size(), bench.second.asked.size()));
        }
    }

    @Test
    void shouldEndInTimeWhateverThereIsLeftToTry() throws IOException {
        ResolverConfig.Builder settings =
                ResolverConfig.builder().totalTime(Duration.ofSeconds(7)).attempts(10);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            bench.ask("www.example.org");
            bench.pass(1);
            bench.stepped.advance(Duration.ofMillis(1999));
            bench.stepped.settle();
            assertEquals(0, bench.answers.size());
            bench.stepped.advance(Duration.ofMillis(1));
            bench.stepped.settle();
            assertEquals("TIMEOUT", bench.last());
        }
    }

    @Test
    void shouldAskWithoutEdnsWhenServerStumblesOverIt() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                if (asked.message.getOPT() == null) {
                    both(asked);
                } else {
                    assertEquals(1232, asked.message.getOPT().getPayloadSize());
                    asked.answer(Rcode.FORMERR);
                }
            };
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            assertEquals(0, bench.second.asked.size());
        }
    }

    /** Who has not understood the message has not understood the question, and repeats none. */
    @Test
    void shouldAskWithoutEdnsWhenServerAnswersWithTheHeaderAlone() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                if (asked.message.getOPT() == null) {
                    both(asked);
                } else {
                    Message reply = asked.reply(Rcode.FORMERR);
                    reply.removeAllRecords(Section.QUESTION);
                    asked.send(reply.toWire());
                }
            };
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            assertEquals(0, bench.second.asked.size());
        }
    }

    // -- search

    @Test
    void shouldGoThroughSearchListWhenNameIsShort() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            Files.writeString(bench.conf, "search one.org two.org.\noptions ndots:2\n");
            bench.server.script = asked -> {
                if (asked.question().getName().toString().equals("www.host.two.org.")) {
                    both(asked);
                } else {
                    asked.answer(Rcode.NXDOMAIN);
                }
            };
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.host"));
            assertEquals("NO_SUCH_NAME", bench.find("www.host."));
            assertEquals("NO_SUCH_NAME", bench.find("a.b.c"));
            assertEquals(
                    List.of(
                            "www.host.one.org.",
                            "www.host.two.org.",
                            "www.host.",
                            "a.b.c.",
                            "a.b.c.one.org.",
                            "a.b.c.two.org."),
                    bench.server.asked.stream()
                            .filter(asked -> asked.isFor(Type.A))
                            .map(asked -> asked.question().getName().toString())
                            .toList());
        }
    }

    @Test
    void shouldNotSearchOnWhenServerFails() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            Files.writeString(bench.conf, "search one.org two.org\n");
            bench.server.script = asked -> asked.answer(Rcode.SERVFAIL);
            bench.second.script = bench.server.script;
            assertEquals("SERVER_FAILURE", bench.find("www"));
            assertTrue(bench.server.asked.stream()
                    .allMatch(asked -> asked.question().getName().toString().equals("www.one.org.")));
        }
    }

    // -- aliases

    @Test
    void shouldFollowAliasesWithinAndAcrossMessages() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                String name = asked.question().getName().toString();
                if (name.equals("www.example.org.")) {
                    asked.answer("WWW.example.org 300 CNAME a.example.org", "a.example.org 100 CNAME b.example.net");
                } else if (asked.isFor(Type.A)) {
                    asked.answer("c.example.net 200 A 192.0.2.9", name + " 200 CNAME c.example.net");
                } else {
                    asked.deny(Rcode.NOERROR, "example.net 50 SOA ns.a root.a 1 2 3 4 60");
                }
            };
            assertEquals("192.0.2.9", bench.find("www.example.org"));
            assertEquals(4, bench.server.asked.size());
            bench.stepped.advance(Duration.ofSeconds(99));
            bench.find("www.example.org");
            assertEquals(1 + 1, bench.server.count(Type.A), "kept for the least time of the chain");
            assertEquals(4, bench.server.count(Type.AAAA), "the end of the chain has said 50 s");
            bench.stepped.advance(Duration.ofSeconds(1));
            bench.find("www.example.org");
            assertEquals(4, bench.server.count(Type.A));
        }
    }

    // -- TCP

    @Test
    void shouldTakeTcpWhenAnswerIsTooLongForUdp() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                Message reply = asked.reply(Rcode.NOERROR, asked.question().getName() + " 9 A 192.0.2.66");
                reply.getHeader().setFlag(Flags.TC);
                asked.send(reply.toWire());
            };
            bench.server.tcpScript = ResolverTest::both;
            assertEquals("2001:db8:0:0:0:0:0:1 192.0.2.1", bench.find("www.example.org"));
            assertEquals(2, bench.server.asked.stream().filter(Asked::isTcp).count());
        }
    }

    // -- futures, misuse, end

    @Test
    void shouldCompleteFutureWithAddressesOrFailure() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer(Rcode.NXDOMAIN);
            CompletableFuture<List<InetAddress>> literal = bench.resolver.resolve("192.0.2.1");
            CompletableFuture<List<InetAddress>> none = bench.resolver.resolve("none.example.org");
            assertFalse(literal.isDone());
            bench.stepped.drive("both", () -> literal.isDone() && none.isDone());
            assertEquals(List.of(InetAddress.getByName("192.0.2.1")), literal.join());
            CompletionException thrown = assertThrows(CompletionException.class, none::join);
            assertEquals(
                    NameStatus.NO_SUCH_NAME,
                    assertInstanceOf(NameException.class, thrown.getCause()).status());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldAnswerWhoStillWaitsWhenSystemStops(int workers) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory, workers, ResolverConfig.builder())) {
            bench.ask("www.example.org");
            bench.ask("www.example.org");
            bench.stepped.settle();
            bench.ask("last.example.org"); // taken up when the pump gives up already
            bench.stepped.drain();
            assertEquals(
                    List.of("STOPPED", "STOPPED", "STOPPED"),
                    bench.answers.stream()
                            .map(answer -> answer.status().toString())
                            .toList());
            assertThrows(IllegalStateException.class, () -> bench.ask("more.example.org"));
        }
    }

    @Test
    void shouldReportWhatAnAskerThrows() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            RuntimeException thrown = new RuntimeException("of the asker");
            bench.resolver.resolve(
                    "192.0.2.1",
                    (context, answer) -> {
                        throw thrown;
                    },
                    null);
            bench.stepped.settle();
            assertEquals(List.of(thrown), bench.stepped.takeFailures());
        }
    }
}
