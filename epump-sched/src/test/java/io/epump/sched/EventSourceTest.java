package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pin and in-flight bits; what two threads may do to them at once is tested under jcstress. */
class EventSourceTest {
    private static final int READ = 1;
    private static final int WRITE = 1 << 2;
    private static final int HIGHEST = 1 << 31;

    private final Rig rig = new Rig(2, 4);
    private final List<Worker> pinnedTo = new ArrayList<>();
    private final EventSource source = new EventSource() {
        @Override
        protected void onEvent(Owner owner, int code, long stamp, Object payload) {}

        @Override
        protected void onPinned(Worker worker) {
            pinnedTo.add(worker);
        }
    };

    @Test
    void shouldKeepTheFirstWorkerWhenPinnedAgain() {
        assertNull(source.pin());

        assertSame(rig.worker(1), source.pinOnce(rig.worker(1)));
        assertSame(rig.worker(1), source.pinOnce(rig.worker(0)), "who comes second learns who was first");
        assertSame(rig.worker(1), source.pinOnce(rig.worker(1)));

        assertSame(rig.worker(1), source.pin());
        assertEquals(List.of(rig.worker(1)), pinnedTo, "told once");
    }

    @Test
    void shouldDoNothingAtTheEndOfACallbackWhenItsSourceDoesNotCare() {
        rig.worker(0).post(new TestSource(call -> call.owner().atCallbackEnd(source)), 0, 0, null);
        rig.worker(0).turn(0);
        assertEquals(List.of(), rig.failures);
    }

    @Test
    void shouldAskForAnEventOnceWhenABitIsRaisedTwice() {
        assertTrue(source.raise(READ));
        assertFalse(source.raise(READ));
        source.settle(READ);
        assertTrue(source.raise(READ));
    }

    @Test
    void shouldLeaveOtherBitsAloneWhenOneIsRaisedOrSettled() {
        assertTrue(source.raise(READ));
        assertTrue(source.raise(WRITE));
        assertTrue(source.raise(HIGHEST));
        assertEquals(READ | WRITE | HIGHEST, source.inFlight());

        source.settle(WRITE);
        assertEquals(READ | HIGHEST, source.inFlight());
        source.settle(HIGHEST);
        source.settle(READ);
        assertEquals(0, source.inFlight());
    }
}
