package io.epump;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.epump.pump.Pump;
import io.epump.pump.PumpSetup;
import io.epump.sched.OwnerSetup;
import java.io.IOException;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Two who open a device each where there is room for one. */
public final class DescriptorLimitStress {
    private DescriptorLimitStress() {}

    /**
     * Never both are let in, though each is counted at another pump. It holds because each is counted, by an atomic addition, before
     * it reads both counts.
     */
    @JCStressTest
    @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "the first")
    @Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "the second")
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "neither: each has seen the other")
    @Outcome(id = "", expect = FORBIDDEN, desc = "both")
    @State
    public static class TheLastPlace {
        private static final OwnerSetup OWNERS = new OwnerSetup(() -> 1_000, (owner, source, failure) -> {}, 1);

        private final List<Pump> pumps = List.of(pump(0), pump(1));
        private final DescriptorLimit limit = new DescriptorLimit(1, pumps);

        /** It never turns. */
        private static Pump pump(int index) {
            return new Pump(index, "pump-" + index, new PumpSetup(OWNERS, null, 0, 1, 1, 1), null);
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = open(pumps.get(0));
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = open(pumps.get(1));
        }

        private int open(Pump pump) {
            pump.load().onAssigned(); // as making a device does
            try {
                limit.abandonIfExceeded(List.of());
                return 1;
            } catch (IOException exceeded) {
                return 0;
            }
        }
    }
}
