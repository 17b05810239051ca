package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** User events: every one arrives, in the order of each sender, and not more of them are under way than allowed. */
@Tag("permutation")
class UserEventPermutationTest {
    private static final int FIRST_CODE = 10_000;
    private static final int HOLD_CODE = 20_000;
    private static final int RELAY_CODE = 30_000;
    private static final int SENDERS = 4;
    private static final int DEVICES = 24;
    private static final int EVENTS = 200;

    @RegisterExtension
    final Rig rig = new Rig();

    private final Queue<Receiver> receivers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger received = new AtomicInteger();
    private final CountDownLatch gate = rig.gate();
    private final AtomicInteger held = new AtomicInteger();

    /** One device: checks that each sender's numbers come one after the other. */
    private final class Receiver implements IOHandler {
        private final Supervised supervised = new Supervised(rig, this);
        private final int[] next = new int[SENDERS + DEVICES];
        private volatile TcpDevice device;

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            new CommandHandler((sender, text) -> device = sender).onEvent(context, source, event, fdType);
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            if (code == HOLD_CODE) {
                held.incrementAndGet();
                Rig.blockAt(gate);
                return;
            }
            if (code >= RELAY_CODE) {
                relay(code - RELAY_CODE, (List<?>) payload);
                return;
            }
            int sender = code - FIRST_CODE;
            if (next[sender] != (Integer) payload) {
                rig.violated("event " + payload + " of sender " + sender + " in place of " + next[sender]);
            }
            next[sender]++;
            received.incrementAndGet();
        }

        /** Sends to all others from a callback. */
        private void relay(int number, List<?> targets) {
            for (int i = 0; i < EVENTS / 10; i++) {
                for (Object target : targets) {
                    if (!((Receiver) target).device.post(FIRST_CODE + SENDERS + number, i)) {
                        rig.violated("post refused");
                    }
                }
            }
        }
    }

    private List<Receiver> openReceivers(EPump system, int count) throws IOException {
        ListenerGroup listening = rig.listenFor(system, () -> {
            Receiver receiver = new Receiver();
            receivers.add(receiver);
            return receiver.supervised;
        });
        for (int i = 0; i < count; i++) {
            rig.closeLater(Peer.connect(listening.port())).send("hello");
        }
        rig.await(() -> ready().size() == count, "all connections to be accepted and to have spoken");
        return ready();
    }

    /** Those with a device; a handler is also made for the accept that answers null. */
    private List<Receiver> ready() {
        return receivers.stream().filter(receiver -> receiver.device != null).toList();
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#all")
    void shouldDeliverInOrderOfEachSenderWhenManyThreadsPost(Permutation permutation) throws IOException {
        List<Receiver> open = openReceivers(rig.start(rig.settings(permutation)), DEVICES);

        startSenders(open, EVENTS);
        for (int i = 0; i < DEVICES; i++) {
            assertTrue(open.get(i).device.post(RELAY_CODE + i, open));
        }

        rig.joinThreads();
        int expected = SENDERS * DEVICES * EVENTS + DEVICES * DEVICES * (EVENTS / 10);
        rig.await(() -> received.get() == expected, "all " + expected + " user events");
    }

    /** Whoever owns a device is held up until all is posted, so that with workers all of it goes through a full ring. */
    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldDeliverInOrderOfEachSenderWhenRingIsFull(Permutation permutation) throws IOException {
        EPump system = rig.start(rig.settings(permutation));
        List<Receiver> open = openReceivers(system, DEVICES);
        int owners = Math.max(permutation.workers(), permutation.workers() == 0 ? permutation.pumps() : 1);
        holdUp(open, owners);

        startSenders(open, EVENTS / 10);
        rig.joinThreads();
        assertEquals(0, received.get(), "received while everybody is held up");
        if (permutation.workers() > 0) {
            assertTrue(system.statistics().workers().stream().allMatch(worker -> worker.spilled() > 0));
        }
        gate.countDown();

        int expected = SENDERS * DEVICES * (EVENTS / 10);
        rig.await(() -> received.get() == expected, "all " + expected + " user events");
    }

    /** Blocks one callback on each owner; an owner that has no device is left alone. */
    private void holdUp(List<Receiver> open, int owners) {
        List<Thread> blocked = new ArrayList<>();
        for (Receiver receiver : open) {
            Thread owner = receiver.supervised.thread();
            if (!blocked.contains(owner)) {
                blocked.add(owner);
                assertTrue(receiver.device.post(HOLD_CODE, null));
            }
        }
        rig.await(() -> held.get() == blocked.size(), "all owners to be held up");
        assertTrue(blocked.size() <= owners, () -> "callbacks on " + blocked);
    }

    private void startSenders(List<Receiver> open, int events) {
        for (int sender = 0; sender < SENDERS; sender++) {
            int code = FIRST_CODE + sender;
            rig.thread("sender-" + sender, () -> {
                for (int i = 0; i < events; i++) {
                    for (Receiver receiver : open) {
                        assertTrue(receiver.device.post(code, i), "post refused");
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldRefusePostsWhenTooManyAreUnderWay(Permutation permutation) throws IOException {
        int limit = 8;
        Receiver receiver = openReceivers(rig.start(rig.settings(permutation).maxUserEvents(limit)), 1)
                .get(0);
        holdUp(List.of(receiver), 1);

        for (int i = 0; i < limit; i++) {
            assertTrue(receiver.device.post(FIRST_CODE, i), "post " + i);
        }
        assertFalse(receiver.device.post(FIRST_CODE, -1), "a post beyond the limit");
        assertFalse(receiver.device.post(FIRST_CODE, -1), "another post beyond the limit");
        gate.countDown();

        rig.await(() -> received.get() == limit, "the posts within the limit");
        assertTrue(receiver.device.post(FIRST_CODE, limit), "a post when there is room again");
        rig.await(() -> received.get() == limit + 1, "the last post");
    }

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldRefusePostsWhenDeviceIsClosed(Permutation permutation) throws IOException {
        Receiver receiver =
                openReceivers(rig.start(rig.settings(permutation)), 1).get(0);

        receiver.device.close();

        assertFalse(receiver.device.post(FIRST_CODE, 0));
    }
}
