package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.security.Provider;
import java.security.ProviderException;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What nobody foresees goes wrong inside the resolver: here a question gets no random id, as there might be no memory for it. */
class ResolverFaultTest {
    private static final Provider PROVIDER = new Faulty();

    @TempDir
    Path directory;

    /** Random numbers of the process, until the test is over. */
    private static final class Faulty extends Provider {
        private static final long serialVersionUID = 1;

        Faulty() {
            super("Faulty", "1", "random numbers that fail");
            put("SecureRandom.Faulty", FaultyRandom.class.getName());
        }
    }

    /** Made by the JDK, by its name. */
    public static final class FaultyRandom extends SecureRandomSpi {
        private static final long serialVersionUID = 1;
        private static final Random RANDOM = new Random(42);
        private static volatile boolean fails;

        @Override
        protected void engineSetSeed(byte[] seed) {
            // its seed is given
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            if (fails) {
                throw new ProviderException("no random numbers now");
            }
            RANDOM.nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int count) {
            return new byte[count];
        }
    }

    @BeforeEach
    void addProvider() {
        Security.insertProviderAt(PROVIDER, 1);
    }

    @AfterEach
    void removeProvider() {
        FaultyRandom.fails = false;
        Security.removeProvider(PROVIDER.getName());
    }

    private static void checkReported(ResolverBench bench) {
        List<Throwable> failures = bench.stepped.takeFailures();
        assertEquals(1, failures.size(), failures::toString);
        assertInstanceOf(ProviderException.class, failures.get(0));
    }

    @Test
    void shouldAnswerAndBeginAnewLaterWhenFirstQuestionFails() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer("www.example.org 300 A 192.0.2.1");
            FaultyRandom.fails = true;
            assertEquals("UNREACHABLE", bench.find("www.example.org"));
            checkReported(bench);
            FaultyRandom.fails = false;
            assertEquals("192.0.2.1", bench.find("www.example.org"));
        }
    }

    @Test
    void shouldAnswerAllWhoWaitWhenLaterQuestionFails() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.ask("www.example.org");
            bench.ask("www.example.org");
            bench.stepped.settle();
            FaultyRandom.fails = true;
            bench.pass(1); // no answer: the second server is to be asked
            assertEquals(2, bench.answers.size());
            assertEquals("UNREACHABLE", bench.last());
            checkReported(bench);
            assertEquals(0, bench.stepped.system().statistics().devices(), "what was asked beside it has ended");
            FaultyRandom.fails = false;
            bench.server.script = asked -> asked.answer("www.example.org 300 A 192.0.2.1");
            assertEquals("192.0.2.1", bench.find("www.example.org"));
            assertEquals(3, bench.answers.size());
        }
    }
}
