package io.epump.pump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.dns.Resolver;
import io.epump.dns.ResolverConfig;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A foreign thread asks for a name while the resolver's pump ends. */
public final class NameRequestStress {
    private static final ResolverConfig CONFIG = ResolverConfig.builder().build();

    private NameRequestStress() {}

    /**
     * The asker is answered, or refused, and one of the two for certain, though nobody runs the pump afterwards. It holds because
     * the asker sends its request before it looks whether the pump has ended, and the pump says so before it looks for requests,
     * all of it volatile; where both have seen each other, one compare and set decides.
     */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "answered by the pump")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "refused: the pump has ended")
    @Outcome(id = "", expect = FORBIDDEN, desc = "neither, or both")
    @State
    public static class AskAgainstEnd {
        private final StressPump system = new StressPump(0, new StressNotifier());
        private final Resolver resolver = new Resolver(null, system.pump, CONFIG);
        private int answered;
        private int refused;

        @Actor
        public void asker() {
            try {
                resolver.resolve("192.0.2.1", (context, answer) -> answered++, null);
            } catch (IllegalStateException ended) {
                refused++;
            }
        }

        @Actor
        public void pump() {
            resolver.onPumpEnd(system.pump);
        }

        @Arbiter
        public void look(II_Result result) {
            result.r1 = answered;
            result.r2 = refused;
        }
    }
}
