package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EventPort;
import io.epump.IOSource;
import io.epump.UserEventHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** User events to workers and pumps: each arrives once, on the thread it was sent to, in the order of its sender. */
@Tag("permutation")
class PortPermutationTest {
    private static final int CODE = 10_000;
    private static final int SENDERS = 4;
    private static final int EVENTS = 500;

    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch gate = rig.gate();

    /** Checks thread and order. */
    private final class Receiver implements UserEventHandler {
        private final String thread;
        private final int[] next = new int[SENDERS];

        Receiver(String thread) {
            this.thread = thread;
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            if (!Thread.currentThread().getName().equals(thread)) {
                rig.violated(source + " on " + Thread.currentThread() + " instead of " + thread);
            }
            int sender = code - CODE;
            if (next[sender] != (Integer) payload || !context.equals(thread)) {
                rig.violated("event " + payload + " of sender " + sender + " in place of " + next[sender]);
            }
            next[sender]++;
            received.incrementAndGet();
        }
    }

    /** One to every worker and every pump. */
    private List<EventPort> ports(EPump system) {
        List<EventPort> ports = new ArrayList<>();
        for (int i = 0; i < system.config().workers(); i++) {
            String thread = system.config().name() + "-worker-" + i;
            ports.add(system.portToWorker(i, new Receiver(thread), thread));
        }
        for (int i = 0; i < system.config().pumps(); i++) {
            String thread = system.config().name() + "-pump-" + i;
            ports.add(system.portToPump(i, new Receiver(thread), thread));
        }
        return ports;
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldDeliverWhereSentInOrderOfEachSender(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<EventPort> ports = ports(system);
        for (int sender = 0; sender < SENDERS; sender++) {
            int code = CODE + sender;
            rig.thread("sender-" + sender, () -> {
                for (int i = 0; i < EVENTS; i++) {
                    for (EventPort port : ports) {
                        assertTrue(port.post(code, i), "post refused");
                    }
                }
            });
        }
        rig.joinThreads();
        rig.await(() -> received.get() == SENDERS * EVENTS * ports.size(), "all user events");
    }

    /** What was answered with true is handled, however near the end it was posted. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldHandleAllThatWasTakenWhenTheSystemStops(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<EventPort> ports = ports(system);
        AtomicInteger taken = new AtomicInteger();
        for (int sender = 0; sender < 2; sender++) {
            int code = CODE + sender;
            rig.thread("sender-" + sender, () -> {
                int[] next = new int[ports.size()];
                for (int refused = 0; refused < ports.size(); ) {
                    refused = 0;
                    for (int i = 0; i < next.length; i++) {
                        boolean posted = ports.get(i).post(code, next[i]);
                        next[i] += posted ? 1 : 0;
                        taken.addAndGet(posted ? 1 : 0);
                        refused += posted ? 0 : 1;
                    }
                }
            });
        }
        rig.await(() -> received.get() > 1000, "some user events");
        assertTrue(system.stop(Rig.PATIENCE));
        rig.joinThreads();
        assertEquals(taken.get(), received.get());
        ports.forEach(port -> assertFalse(port.post(CODE, 0)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseWhenTooManyAreUnderWayOrThePortIsClosed(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers).maxUserEvents(3));
        CountDownLatch inside = new CountDownLatch(1);
        UserEventHandler counting = (context, source, code, payload) -> {
            received.incrementAndGet();
            inside.countDown();
            Rig.blockAt(gate);
        };
        EventPort port = workers == 0 ? system.portToPump(0, counting, null) : system.portToWorker(0, counting, null);
        EventPort other = workers == 0 ? system.portToPump(0, counting, null) : system.portToWorker(0, counting, null);
        assertTrue(port.post(CODE, null));
        rig.await(() -> inside.getCount() == 0, "the first callback");
        assertTrue(port.post(CODE, null));
        assertTrue(other.post(CODE, null));
        assertTrue(other.post(CODE, null));
        assertFalse(port.post(CODE, null), "the owner's limit");
        other.close();
        assertFalse(other.post(CODE, null), "a closed port");
        gate.countDown();
        rig.await(() -> received.get() == 2, "those of the open port");
        assertTrue(system.stop(Rig.PATIENCE));
        assertEquals(2, received.get(), "what was under way to the closed port is dropped");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldGoOnWhenTheCallbackThrows(int workers) throws IOException {
        EPump system = rig.start(rig.settings(1, workers));
        UserEventHandler throwing = (context, source, code, payload) -> {
            received.incrementAndGet();
            throw new IOException("thrown");
        };
        EventPort port = workers == 0 ? system.portToPump(0, throwing, null) : system.portToWorker(1, throwing, null);
        for (int i = 0; i < 3; i++) {
            assertTrue(port.post(CODE, null));
        }
        rig.await(() -> received.get() == 3, "three events");
        assertTrue(system.stop(Rig.PATIENCE));
        List<Rig.Failure> failures = rig.takeFailures();
        assertEquals(3, failures.size());
        failures.forEach(failure -> assertEquals(port, failure.source()));
    }

    @Test
    void shouldRefuseWhatIsNoNumberOrNoCode() throws IOException {
        EPump system = rig.start(rig.settings(2, 1));
        UserEventHandler none = (context, source, code, payload) -> {};
        assertThrows(IllegalArgumentException.class, () -> system.portToWorker(1, none, null));
        assertThrows(IllegalArgumentException.class, () -> system.portToWorker(-1, none, null));
        assertThrows(IllegalArgumentException.class, () -> system.portToPump(2, none, null));
        assertThrows(NullPointerException.class, () -> system.portToPump(0, null, null));
        EventPort port = system.portToPump(1, none, null);
        assertThrows(IllegalArgumentException.class, () -> port.post(9_999, null));
    }
}
