package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.dns.ScriptedServer.Asked;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * Name servers that mean harm: what they send is neither believed nor kept, and ends in time. The true answer is always that of
 * the second server, or the one that comes after the false one.
 */
class HostileServerTest {
    private static final String TRUE_ADDRESS = "192.0.2.1";
    private static final String FALSE_ADDRESS = "192.0.2.66";

    @TempDir
    Path directory;

    private static Message reply(Asked asked, String address) {
        return asked.isFor(Type.A)
                ? asked.reply(Rcode.NOERROR, asked.question().getName() + " 300 A " + address)
                : asked.reply(Rcode.NOERROR);
    }

    private static void truth(Asked asked) {
        asked.send(reply(asked, TRUE_ADDRESS).toWire());
    }

    /** The first server sends something else instead of an answer, then the truth: only that counts. */
    private void checkIgnored(Consumer<Asked> lie) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                lie.accept(asked);
                truth(asked);
            };
            assertEquals(TRUE_ADDRESS, bench.find("www.example.org"));
            assertEquals(0, bench.second.asked.size());
        }
    }

    // -- what is no answer

    @Test
    void shouldIgnoreGarbage() throws IOException {
        Random random = new Random(42);
        checkIgnored(asked -> {
            for (int length : new int[] {0, 1, 2, 11, 12, 13, 100, 1232, 4096, 4097, 60_000}) {
                byte[] bytes = new byte[length];
                random.nextBytes(bytes);
                asked.send(bytes);
            }
        });
    }

    @Test
    void shouldIgnoreMessagesThatAreCutAnywhere() throws IOException {
        checkIgnored(asked -> {
            byte[] whole = reply(asked, FALSE_ADDRESS).toWire();
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                asked.send(cut);
            }
        });
    }

    @Test
    void shouldIgnoreOtherId() throws IOException {
        checkIgnored(asked -> {
            Message reply = reply(asked, FALSE_ADDRESS);
            reply.getHeader().setID(asked.message.getHeader().getID() ^ 1);
            asked.send(reply.toWire());
        });
    }

    @Test
    void shouldIgnoreOtherQuestion() throws IOException {
        checkIgnored(asked -> {
            asked.send(withQuestion(asked, "www.example.net", asked.question().getType(), DClass.IN));
            asked.send(withQuestion(asked, "www.example.org", Type.MX, DClass.IN));
            asked.send(withQuestion(asked, "www.example.org", asked.question().getType(), DClass.CH));
            Message none = reply(asked, FALSE_ADDRESS);
            none.removeAllRecords(Section.QUESTION);
            asked.send(none.toWire());
            Message two = reply(asked, FALSE_ADDRESS);
            two.addRecord(asked.question(), Section.QUESTION);
            asked.send(two.toWire());
        });
    }

    private static byte[] withQuestion(Asked asked, String name, int type, int dclass) {
        Message reply = reply(asked, FALSE_ADDRESS);
        reply.removeAllRecords(Section.QUESTION);
        reply.addRecord(Record.newRecord(ScriptedServer.name(name), type, dclass), Section.QUESTION);
        return reply.toWire();
    }

    @Test
    void shouldIgnoreWhatIsNoAnswer() throws IOException {
        checkIgnored(asked -> {
            Message question = reply(asked, FALSE_ADDRESS);
            question.getHeader().unsetFlag(Flags.QR);
            asked.send(question.toWire());
            Message update = reply(asked, FALSE_ADDRESS);
            update.getHeader().setOpcode(5);
            asked.send(update.toWire());
        });
    }

    @Test
    void shouldTakeQuestionInOtherCase() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                Message reply = reply(asked, TRUE_ADDRESS);
                reply.removeAllRecords(Section.QUESTION);
                reply.addRecord(
                        Record.newRecord(
                                ScriptedServer.name("WWW.Example.ORG"),
                                asked.question().getType(),
                                DClass.IN),
                        Section.QUESTION);
                asked.send(reply.toWire());
            };
            assertEquals(TRUE_ADDRESS, bench.find("www.example.org"));
        }
    }

    /** The same host from another port, and another address from the same port. */
    @Test
    void shouldIgnoreAnswersFromElsewhere() throws IOException {
        try (DatagramChannel otherPort = DatagramChannel.open();
                DatagramChannel otherAddress = DatagramChannel.open();
                ResolverBench bench = new ResolverBench(directory)) {
            otherPort.bind(new InetSocketAddress(Literal.parse("127.0.0.1"), 0));
            otherAddress.bind(new InetSocketAddress(
                    Literal.parse("127.0.0.2"), bench.server.address().getPort()));
            bench.server.script = asked -> {
                byte[] lie = reply(asked, FALSE_ADDRESS).toWire();
                try {
                    otherPort.send(ByteBuffer.wrap(lie), asked.from);
                    otherAddress.send(ByteBuffer.wrap(lie), asked.from);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            };
            bench.ask("www.example.org");
            bench.stepped.settle();
            assertEquals(2, bench.server.asked.size());
            assertEquals(0, bench.answers.size(), "believed somebody else");
            bench.server.asked.forEach(HostileServerTest::truth);
            bench.stepped.drive("the truth", () -> !bench.answers.isEmpty());
            assertEquals(TRUE_ADDRESS, bench.last());
        }
    }

    @Test
    void shouldIgnoreAnswersThatComeTooLate() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.ask("www.example.org");
            bench.pass(1); // now the second server is asked
            bench.server.asked.forEach(
                    asked -> asked.send(reply(asked, FALSE_ADDRESS).toWire()));
            bench.stepped.settle();
            assertEquals(0, bench.answers.size(), "believed a late one");
            bench.second.asked.forEach(HostileServerTest::truth);
            bench.stepped.drive("the truth", () -> !bench.answers.isEmpty());
            assertEquals(TRUE_ADDRESS, bench.last());
            bench.second.asked.forEach(
                    asked -> asked.send(reply(asked, FALSE_ADDRESS).toWire()));
            bench.stepped.settle();
            bench.server.script = HostileServerTest::truth;
            assertEquals(TRUE_ADDRESS, bench.find("www.example.org"));
        }
    }

    // -- what is an answer, and not to be believed

    @Test
    void shouldNeitherBelieveNorKeepRecordsOfOtherNames() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> {
                Message reply = reply(asked, TRUE_ADDRESS);
                for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
                    reply.addRecord(ScriptedServer.record("www.bank.org 9999 A " + FALSE_ADDRESS), section);
                    reply.addRecord(ScriptedServer.record("www.bank.org 9999 AAAA 2001:db8::66"), section);
                }
                reply.addRecord(ScriptedServer.record("www.example.org 300 A " + FALSE_ADDRESS), Section.ADDITIONAL);
                reply.addRecord(ScriptedServer.record("www.shop.org 9999 CNAME www.example.org"), Section.ANSWER);
                asked.send(reply.toWire());
            };
            assertEquals(TRUE_ADDRESS, bench.find("www.example.org"));
            int before = bench.server.asked.size();
            bench.server.script = HostileServerTest::truth;
            assertEquals(TRUE_ADDRESS, bench.find("www.bank.org"));
            assertEquals(TRUE_ADDRESS, bench.find("www.shop.org"));
            assertEquals(before + 4, bench.server.asked.size(), "asked for, not kept from before");
        }
    }

    @Test
    void shouldTakeNoMoreAddressesThanAllowed() throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder().maxAddresses(3);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            bench.server.script = asked -> {
                Message reply = asked.reply(Rcode.NOERROR);
                for (int i = 1; i < 50 && asked.isFor(Type.A); i++) {
                    reply.addRecord(ScriptedServer.record("www.example.org 300 A 192.0.2." + i), Section.ANSWER);
                }
                asked.send(reply.toWire());
            };
            assertEquals("192.0.2.1 192.0.2.2 192.0.2.3", bench.find("www.example.org"));
        }
    }

    @Test
    void shouldEndWhenAliasesGoInACircle() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer(
                    "www.example.org 300 CNAME a.example.org",
                    "a.example.org 300 CNAME b.example.org",
                    "b.example.org 300 CNAME www.example.org",
                    "self.example.org 300 CNAME self.example.org");
            assertEquals("TOO_MANY_ALIASES", bench.find("www.example.org"));
            assertEquals("TOO_MANY_ALIASES", bench.find("self.example.org"));
            assertEquals(4, bench.server.asked.size());
        }
    }

    @Test
    void shouldEndWhenAliasesGoOnForEver() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            AtomicInteger count = new AtomicInteger();
            bench.server.script = asked -> asked.answer(
                    asked.question().getName() + " 300 CNAME n" + count.incrementAndGet() + ".example.org");
            assertEquals("TOO_MANY_ALIASES", bench.find("www.example.org"));
            assertEquals(2 * 17, bench.server.asked.size());
        }
    }

    /** As long as allowed is allowed. */
    @ParameterizedTest
    @CsvSource({"3, 192.0.2.1", "4, TOO_MANY_ALIASES"})
    void shouldCountAliases(int aliases, String expected) throws IOException {
        ResolverConfig.Builder settings = ResolverConfig.builder().maxAliases(3);
        try (ResolverBench bench = new ResolverBench(directory, 0, settings)) {
            String[] records = new String[aliases + 1];
            for (int i = 0; i < aliases; i++) {
                records[i] = "n" + i + " 300 CNAME n" + (i + 1);
            }
            records[aliases] = "n" + aliases + " 300 A " + TRUE_ADDRESS;
            bench.server.script = asked -> asked.answer(records);
            assertEquals(expected, bench.find("n0."));
        }
    }

    /** A name that points to itself, and two that point to each other, in the answer's first record. */
    @ParameterizedTest
    @ValueSource(strings = {"c0 LL", "c0 HH c0 LL", "3f c0 LL", "c0 0c c0 LL"})
    void shouldIgnoreCompressionThatGoesInACircle(String name) throws IOException {
        checkIgnored(asked -> {
            byte[] question = asked.reply(Rcode.NOERROR).toWire();
            int at = question.length;
            ByteBuffer bytes = ByteBuffer.allocate(at + 64).put(question);
            bytes.putShort(6, (short) 1); // one answer
            for (String word : Words.of(name)) {
                bytes.put((byte) (word.equals("LL") ? at : word.equals("HH") ? at + 2 : Integer.parseInt(word, 16)));
            }
            bytes.putShort((short) Type.A)
                    .putShort((short) 1)
                    .putInt(300)
                    .putShort((short) 4)
                    .putInt(1);
            asked.send(Arrays.copyOf(bytes.array(), bytes.position()));
        });
    }

    // -- TCP

    private static void truncated(Asked asked) {
        Message reply = reply(asked, FALSE_ADDRESS);
        reply.getHeader().setFlag(Flags.TC);
        asked.send(reply.toWire());
    }

    /** What the first server does on TCP makes the resolver take the second, at once. */
    private void checkGivenUp(Consumer<Asked> tcpScript) throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = HostileServerTest::truncated;
            bench.server.tcpScript = tcpScript;
            bench.second.script = HostileServerTest::truth;
            assertEquals(TRUE_ADDRESS, bench.find("www.example.org"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff ff", "00 00", "40 01", "00 0c 00 00 00 00 00 00 00 00 00 00 00 00"})
    void shouldGiveTcpUpWhenLengthOrMessageMakesNoSense(String hex) throws IOException {
        checkGivenUp(asked -> {
            String[] words = Words.of(hex);
            byte[] bytes = new byte[words.length];
            for (int i = 0; i < words.length; i++) {
                bytes[i] = (byte) Integer.parseInt(words[i], 16);
            }
            asked.sendRaw(bytes);
        });
    }

    @Test
    void shouldGiveTcpUpWhenConnectionEndsOrAnswerIsTruncatedAgain() throws IOException {
        checkGivenUp(Asked::closeConnection);
        checkGivenUp(asked -> {
            asked.sendRaw(new byte[] {1});
            asked.closeConnection();
        });
        checkGivenUp(HostileServerTest::truncated);
    }

    /** The reset comes after the connection stands and before the question is written, since hooks are asked in between. */
    @Test
    void shouldTakeSecondServerWhenFirstResetsTcpBeforeTheQuestion() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = HostileServerTest::truncated;
            bench.server.resetsTcp = true;
            bench.second.script = HostileServerTest::truth;
            bench.stepped.system().addHook(0, context -> bench.server.resetTcp(), (c, source, event, type) -> {}, null);
            bench.ask("www.example.org");
            bench.stepped.drive("the truth", () -> !bench.answers.isEmpty());
            assertEquals(TRUE_ADDRESS, bench.last());
        }
    }

    /** A byte now and then does not put the end of the wait off. */
    @Test
    void shouldGiveTcpUpInTimeWhenItDribbles() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = HostileServerTest::truncated;
            bench.second.script = HostileServerTest::truth;
            bench.server.tcpScript = asked -> asked.sendRaw(new byte[] {1});
            bench.ask("www.example.org");
            for (int i = 0; i < 49; i++) {
                bench.stepped.settle();
                bench.stepped.advance(ResolverBench.TIMEOUT.dividedBy(50));
                bench.server.asked.stream().filter(Asked::isTcp).forEach(asked -> asked.sendRaw(new byte[] {0}));
            }
            bench.stepped.settle();
            assertEquals(0, bench.answers.size());
            bench.stepped.advance(ResolverBench.TIMEOUT.dividedBy(50));
            bench.stepped.drive("the truth", () -> !bench.answers.isEmpty());
            assertEquals(TRUE_ADDRESS, bench.last());
        }
    }

    @Test
    void shouldTakeTcpAnswerThatComesByteByByte() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = HostileServerTest::truncated;
            bench.ask("www.example.org");
            bench.stepped.drive(
                    "TCP",
                    () -> bench.server.asked.stream().filter(Asked::isTcp).count() == 2);
            for (Asked asked : bench.server.asked) {
                if (asked.isTcp()) {
                    byte[] message = reply(asked, TRUE_ADDRESS).toWire();
                    asked.sendRaw(new byte[] {0});
                    bench.stepped.settle();
                    asked.sendRaw(new byte[] {(byte) message.length});
                    for (byte one : message) {
                        bench.stepped.settle();
                        asked.sendRaw(new byte[] {one});
                    }
                }
            }
            bench.stepped.drive("the answer", () -> !bench.answers.isEmpty());
            assertEquals(TRUE_ADDRESS, bench.last());
        }
    }

    @Test
    void shouldHoldNoSocketWhenAllIsOver() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = HostileServerTest::truncated;
            bench.ask("www.example.org");
            bench.pass(4);
            bench.stepped.settle();
            assertTrue(!bench.answers.isEmpty(), "an end");
            assertEquals(0, bench.stepped.system().statistics().devices());
            assertEquals(0, bench.stepped.system().statistics().timers());
        }
    }
}
