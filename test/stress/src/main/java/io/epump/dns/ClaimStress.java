package io.epump.dns;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** Who deals with a request for a name, where both its asker and the resolver's pump could. */
public final class ClaimStress {
    private ClaimStress() {}

    /**
     * One of the two, and never none. It holds by one compare and set. The way to it is {@code NameRequestStress}'s, in which the
     * two come to it at the same moment too rarely.
     */
    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the asker")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the pump")
    @Outcome(id = "", expect = FORBIDDEN, desc = "both, or nobody")
    @State
    public static class OneOfThem {
        private final NameRequest request = new NameRequest(null, "example.org", (context, answer) -> {}, null, null);

        @Actor
        public void asker(ZZ_Result result) {
            result.r1 = request.claim();
        }

        @Actor
        public void pump(ZZ_Result result) {
            result.r2 = request.claim();
        }
    }
}
