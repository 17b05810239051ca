package io.epump.integration;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.sched.SlowCallback;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * A program for a JVM of its own, since a flight recorder that was once used stays: does all that is recorded, and prints
 * what the recording then holds, an event a line. Arguments: how many workers, and where the recording goes.
 */
final class RecordedProgram {
    private static final int USER_CODE = 10_000;

    private final EPump system;
    private final CountDownLatch reported = new CountDownLatch(1);

    private RecordedProgram(int workers) throws Exception {
        system = EPump.start(settings("recorded")
                .pumps(1)
                .workers(workers)
                .ringSize(1)
                .slowCallback(Duration.ofMillis(20))
                .slowCallbackHandler(this::onSlow)
                .failureHandler((owner, source, failure) -> {})
                .build());
    }

    /** A failed check ends the program, whatever runs still. */
    private static EPumpConfig.Builder settings(String name) {
        return EPumpConfig.builder().name(name).threadFactory(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        });
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        try (Recording recording = new Recording()) {
            recording.setName("test");
            recording.start();
            new RecordedProgram(Integer.parseInt(arguments[0])).run();
            runOutOfDescriptors();
            recording.stop();
            recording.dump(file);
        }
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            if (event.getEventType().getName().startsWith("io.epump.")) {
                System.out.println(text(event));
            }
        }
    }

    private void run() throws Exception {
        ListenerGroup listening =
                system.tcpListen(Rig.loopback(0), Rig.accepting(() -> new CommandHandler(this::obey)), null);
        try (Peer peer = Peer.connect(listening.port())) {
            peer.sendAndExpect("hello");
        }
        end(listening, "close");
        end(listening, "throw");
        end(listening, "flood");
        end(listening, "slow");
        Peer reset = Peer.connect(listening.port());
        reset.sendAndExpect("goodbye");
        reset.reset();
        connect(Rig.loopback(listening.port()));
        connect(Rig.loopback(unusedPort()));
        connect(InetSocketAddress.createUnresolved("no name", 9));
        awaitDevices(1);
        ServerSocket silent = new ServerSocket();
        silent.bind(Rig.loopback(0));
        CountDownLatch abandoned = new CountDownLatch(1);
        IOHandler abandoning = (context, source, event, fdType) -> {
            abandonConnect(silent.getLocalPort());
            abandoned.countDown();
        };
        system.startTimer(0, 0, null, abandoning, null);
        Rig.blockAt(abandoned);
        try (silent;
                Peer left = Peer.connect(listening.port())) {
            left.sendAndExpect("I stay");
            check(system.stop(Rig.PATIENCE), "the stop");
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket unused = new ServerSocket(0)) {
            return unused.getLocalPort();
        }
    }

    private static void end(ListenerGroup listening, String command) throws Exception {
        try (Peer peer = Peer.connect(listening.port())) {
            peer.send(command);
            peer.awaitEnd();
        }
    }

    private void obey(TcpDevice device, String text) throws Exception {
        switch (text) {
            case "close" -> device.close();
            case "throw" -> throw new IllegalStateException("thrown");
            case "flood" -> {
                for (int i = 0; i < 5; i++) {
                    device.post(USER_CODE, null);
                }
                device.closeAfterOutput();
            }
            case "slow" -> {
                Rig.blockAt(reported);
                device.close();
            }
            default -> CommandHandler.echo(device, text);
        }
    }

    /** While all is new something else may be slow, too. */
    private void onSlow(SlowCallback slow) {
        if (slow.stack().stream().anyMatch(frame -> frame.getMethodName().equals("blockAt"))) {
            reported.countDown();
        }
    }

    private void connect(InetSocketAddress remote) throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        IOHandler client = (context, source, event, fdType) -> {
            source.close();
            told.countDown();
        };
        system.tcpConnect(remote, client, null);
        Rig.blockAt(told);
    }

    /** Closed by the callback that opens it, which nobody can be quicker than. */
    private void abandonConnect(int port) throws Exception {
        system.tcpConnect(Rig.loopback(port), RecordedProgram::unexpected, null).close();
    }

    private static void unexpected(Object context, IOSource source, IOEventType event, FdType fdType) {
        throw new AssertionError(event + " of a closed device");
    }

    private static void runOutOfDescriptors() throws Exception {
        EPump system = EPump.start(
                settings("tight").pumps(1).workers(0).maxDescriptors(1).build());
        ListenerGroup listening =
                system.tcpListen(Rig.loopback(0), Rig.accepting(() -> RecordedProgram::unexpected), null);
        Peer waiting = Peer.connect(listening.port());
        await(() -> system.statistics().acceptPauses() > 0, "a pause");
        check(system.stop(Rig.PATIENCE), "the second stop");
        waiting.close();
    }

    private void awaitDevices(int count) {
        await(() -> system.statistics().devices() == count, "all connections to end");
    }

    private static void await(BooleanSupplier condition, String what) {
        long startNs = System.nanoTime();
        while (!condition.getAsBoolean()) {
            check(System.nanoTime() - startNs < Rig.PATIENCE.toNanos(), what);
            Rig.pause();
        }
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    /** Addresses and numbers that differ from run to run left out. */
    private static String text(RecordedEvent event) {
        StringBuilder text = new StringBuilder(event.getEventType().getName().substring("io.epump.".length()));
        for (String name :
                new String[] {"result", "reason", "bytesRead", "bytesWritten", "worker", "ringSize", "owner"}) {
            if (event.hasField(name)) {
                text.append(' ').append(name).append('=').append(event.<Object>getValue(name));
            }
        }
        if (event.hasField("error")) {
            text.append(" error=").append(event.getString("error") != null);
        }
        if (event.hasField("result")) {
            text.append(" to=").append(event.getString("remoteAddress").replaceAll("^localhost/.*|^/.*", "address"));
        }
        if (event.hasField("runningTime")) {
            text.append(" slow=").append(event.getDuration("runningTime").toMillis() >= 20);
            text.append(" stack=").append(event.getString("stack").contains("blockAt"));
        }
        if (event.hasField("device")) {
            text.append(" device=").append(event.getString("device").replaceAll(" [0-9].*", ""));
        }
        return text.toString();
    }
}
