package io.epump.integration;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IODevice;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.StdinDevice;
import io.epump.StdoutDevice;
import io.epump.buffer.PooledBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A program over the real standard streams, in a JVM of its own, since the test's own are taken. Its exit code tells how it
 * went: 0 when all was as it should be and nothing was left, 1 when a callback has thrown, else a number of the rule that was
 * broken.
 */
final class StandardStreamsProgram implements IOHandler {
    private static final int NOT_STOPPED = 2;
    private static final int WRONG_TYPE = 3;
    private static final int NOT_GIVEN_UP_ONCE = 4;

    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final String mode;

    // owner: both devices are opened in one callback, so they have one
    private StdinDevice in;
    private StdoutDevice out;
    private int invalidated;

    private volatile int exitCode;

    private StandardStreamsProgram(String mode) {
        this.mode = mode;
    }

    /**
     * Runs one mode: {@code echo} until the end of input; {@code silent} stops with a read under way; {@code flood} writes until
     * nobody reads any more.
     */
    public static void main(String[] args) throws Exception {
        StandardStreamsProgram program = new StandardStreamsProgram(args[2]);
        EPump system = EPump.start(EPumpConfig.builder()
                .pumps(Integer.parseInt(args[0]))
                .workers(Integer.parseInt(args[1]))
                .watermarks(16_384, 65_536)
                .failureHandler((owner, source, failure) -> program.fail(failure))
                .build());
        system.startTimer(0, 0, null, (context, source, event, fdType) -> program.open(system), null);
        program.done.await();
        if (program.out != null && program.failure.get() == null && program.exitCode == 0) {
            program.out.closed().get(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        boolean stopped = system.stop(Rig.PATIENCE);
        if (program.failure.get()
                != null) { // ends the JVM with code 1, and its stack for whoever reads the test's report
            throw new AssertionError("a callback has thrown", program.failure.get());
        }
        if (!stopped || system.statistics().devices() + system.statistics().buffersInUse() != 0) {
            program.exitCode = NOT_STOPPED;
        }
        System.exit(program.exitCode);
    }

    private void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
        done.countDown();
    }

    private void open(EPump system) throws IOException {
        switch (mode) {
            case "silent" -> {
                in = system.stdin(this, null);
                done.countDown();
            }
            case "flood" -> out = system.stdout(this, null);
            default -> {
                out = system.stdout(this, null);
                in = system.stdin(this, null);
            }
        }
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws IOException {
        if (fdType != ((IODevice) source).fdType() || (fdType == FdType.STDIN) != (source == in)) {
            exitCode = WRONG_TYPE;
        }
        switch (event) {
            case READ -> echo();
            case WRITE -> produce();
            default -> onInvalid();
        }
    }

    private void echo() {
        for (PooledBuffer read = in.receive(); read != null; read = in.receive()) {
            out.write(read);
        }
        if (in.isInputEnded()) {
            in.close();
            out.closeAfterOutput();
            done.countDown();
        } else if (!out.isWritable()) {
            in.delNotify(IOEventType.READ);
        }
    }

    private void produce() {
        if (mode.equals("flood")) {
            while (out.isWritable()) {
                out.write(ByteBuffer.allocate(1000));
            }
        } else if (in != null && !in.isClosed() && out.isWritable()) {
            in.addNotify(IOEventType.READ);
        }
    }

    private void onInvalid() {
        if (mode.equals("flood")) {
            boolean told = out.ioError() != null && !out.write(ByteBuffer.allocate(1));
            exitCode = told && ++invalidated == 1 ? exitCode : NOT_GIVEN_UP_ONCE;
            done.countDown();
        } else if (!mode.equals("silent")) {
            exitCode = NOT_GIVEN_UP_ONCE;
        }
    }
}
