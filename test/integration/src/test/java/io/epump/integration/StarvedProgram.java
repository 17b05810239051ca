package io.epump.integration;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An echo server for a process that has few descriptors; prints its port, and ends with code 0 when it has stopped in time,
 * nothing was left and no callback has failed. Commands beside what is echoed: {@code count}, {@code connect},
 * {@code stop}; their answers are lines. Arguments: pumps and workers.
 */
final class StarvedProgram {
    private static final int LEFT_SOMETHING = 2;
    private static final int FAILED = 3;
    private static final int TRIES = 1_000;

    private final CountDownLatch told = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final EPump system;
    private final ListenerGroup listening;

    private StarvedProgram(int pumps, int workers) throws IOException {
        system = EPump.start(EPumpConfig.builder()
                .pumps(pumps)
                .workers(workers)
                .failureHandler((owner, source, thrown) -> failure.compareAndSet(null, thrown))
                .build());
        listening = system.tcpListen(Rig.loopback(0), Rig.accepting(() -> new CommandHandler(this::obey)), null);
    }

    public static void main(String[] arguments) throws Exception {
        WarmUp.once();
        int before = Descriptors.count();
        StarvedProgram program = new StarvedProgram(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(program.listening.port());
        program.told.await();
        boolean stopped = program.system.stop(Rig.PATIENCE);
        EPumpStatistics left = program.system.statistics();
        Throwable thrown = program.failure.get();
        if (thrown != null) {
            System.err.println("a callback has thrown " + thrown);
            System.exit(FAILED);
        }
        for (int i = 0; i < TRIES && Descriptors.count() > before; i++) {
            Rig.pause(); // other threads of the JVM open files of their own, and close them
        }
        if (!stopped || left.devices() + left.buffersInUse() != 0 || Descriptors.count() > before) {
            System.err.println("stopped=" + stopped + ", descriptors " + Descriptors.open() + ", " + left);
            System.exit(LEFT_SOMETHING);
        }
        System.exit(0); // whatever the JVM's own threads are at
    }

    private void obey(TcpDevice device, String text) throws IOException {
        switch (text) {
            case "count" -> answer(device, counts());
            case "connect" -> connect(device);
            case "stop" -> told.countDown();
            default -> CommandHandler.echo(device, text);
        }
    }

    private String counts() {
        EPumpStatistics now = system.statistics();
        long turns = now.pumps().stream().mapToLong(pump -> pump.turns()).sum();
        return now.acceptPauses() + " " + turns + " " + now.upNs() / 1_000_000;
    }

    private void connect(TcpDevice asker) {
        IOHandler teller = new IOHandler() {
            @Override
            public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
                answer(asker, event.toString());
                source.close();
            }
        };
        try {
            system.tcpConnect(listening.localAddress(), teller, null);
        } catch (IOException none) {
            answer(asker, "refused: " + none.getMessage());
        }
    }

    /** From any thread: a write is. */
    private static void answer(TcpDevice device, String line) {
        device.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.ISO_8859_1)));
    }
}
