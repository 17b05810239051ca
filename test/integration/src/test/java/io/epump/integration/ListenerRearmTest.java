package io.epump.integration;

import io.epump.EPump;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpListener;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The pump listens again as soon as an ACCEPT is done, not when the worker's batch is. */
class ListenerRearmTest {
    @RegisterExtension
    final Rig rig = new Rig();

    private final AtomicInteger posted = new AtomicInteger();
    private final AtomicInteger blocked = new AtomicInteger();
    private final CountDownLatch first = rig.gate();
    private final CountDownLatch second = rig.gate();

    private void block(String text) {
        blocked.incrementAndGet();
        Rig.blockAt(text.equals("first") ? first : second);
    }

    private final class Listening implements IOHandler {
        private final IOHandler accepting = Rig.accepting(() -> new CommandHandler((device, text) -> block(text)));

        @Override
        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
            accepting.onEvent(context, source, event, fdType);
        }

        @Override
        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
            posted.incrementAndGet();
        }
    }

    /**
     * The only worker runs, in one batch: a callback that holds it until the others are queued, an ACCEPT, and a READ that
     * blocks. The post has pinned the listener to that worker, as if it were a source of the worker's own.
     */
    @Test
    void shouldListenAgainWhenTheNextCallbackOfTheBatchBlocks() throws IOException {
        EPump system = rig.start(rig.settings(1, 1));
        ListenerGroup listening = system.tcpListen(Rig.loopback(0), new Listening(), null);
        TcpListener listener = listening.listeners().get(0);
        listener.post(10_000, null);
        rig.await(() -> posted.get() == 1, "the post");
        Peer holder = connect(system, listening, 2);
        Peer blocker = connect(system, listening, 3);

        holder.send("first");
        rig.await(() -> blocked.get() == 1, "the worker to be held");
        rig.closeLater(Peer.connect(listening.port()));
        awaitQueued(system, 2, "the ACCEPT behind it");
        blocker.send("second");
        awaitQueued(system, 3, "the READ behind that");
        first.countDown();
        rig.await(() -> blocked.get() == 2, "the worker to block again");

        rig.closeLater(Peer.connect(listening.port()));
        awaitQueued(system, 4, "the next ACCEPT while the worker is blocked");
        second.countDown();
        rig.await(() -> system.statistics().devices() == 5, "both to be accepted");
    }

    private Peer connect(EPump system, ListenerGroup listening, int devices) throws IOException {
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        rig.await(() -> system.statistics().devices() == devices, "the connection");
        rig.await(() -> queued(system) == 0, "a worker with nothing to do");
        return peer;
    }

    /** Events on their way to the worker, those of the running batch included. */
    private static long queued(EPump system) {
        return system.statistics().workers().get(0).queued();
    }

    private void awaitQueued(EPump system, int count, String what) {
        rig.await(() -> queued(system) >= count, what);
    }
}
