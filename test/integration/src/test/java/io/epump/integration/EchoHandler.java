package io.epump.integration;

import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.StreamDevice;
import io.epump.buffer.PooledBuffer;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers each byte of one connection with itself, with pooled, heap and direct buffers as chance will have it, and
 * delays some of its callbacks. One for each connection.
 */
final class EchoHandler implements IOHandler {
    private static final int MAX_DELAY_NS = 200_000;

    private final SplittableRandom random;
    private final int delayedPercent;

    /**
     * @param random its own
     * @param delayedPercent how many callbacks of a hundred are delayed by up to 200 microseconds
     */
    EchoHandler(SplittableRandom random, int delayedPercent) {
        this.random = random;
        this.delayedPercent = delayedPercent;
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        delay();
        switch (event) {
            case CONNECTED -> {
                // the peer speaks first
            }
            case READ -> onRead((StreamDevice) source);
            case WRITE -> onWrite((StreamDevice) source);
            default -> source.close();
        }
    }

    private void delay() {
        if (random.nextInt(100) >= delayedPercent) {
            return;
        }
        long delayNs = random.nextInt(MAX_DELAY_NS);
        if (random.nextBoolean()) {
            LockSupport.parkNanos(delayNs);
            return;
        }
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < delayNs) {
            Thread.onSpinWait();
        }
    }

    private void onRead(StreamDevice device) {
        boolean more = true;
        while (more && device.isWritable()) {
            more = switch (random.nextInt(3)) {
                case 0 -> echo(device, ByteBuffer.allocate(1 + random.nextInt(3000)));
                case 1 -> echo(device, ByteBuffer.allocateDirect(1 + random.nextInt(3000)));
                default -> echoPooled(device);
            };
        }
        if (device.isInputEnded()) {
            device.closeAfterOutput();
        } else if (!device.isWritable()) {
            device.delNotify(IOEventType.READ);
        }
    }

    private static boolean echo(StreamDevice device, ByteBuffer buffer) {
        return device.read(buffer) > 0 && device.write(buffer.flip());
    }

    private static boolean echoPooled(StreamDevice device) {
        PooledBuffer received = device.receive();
        return received != null && device.write(received);
    }

    private static void onWrite(StreamDevice device) {
        device.flush();
        if (device.isWritable()) {
            device.addNotify(IOEventType.READ);
        }
    }
}
