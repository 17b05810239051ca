package io.epump.integration;

import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.TcpDevice;
import io.epump.buffer.PooledBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Hands what a connection sends to the test as text, and closes the connection at the end of its stream. */
final class CommandHandler implements IOHandler {
    private final Command command;

    /** What a test does with what has come. */
    @FunctionalInterface
    interface Command {
        void run(TcpDevice device, String text) throws Exception;
    }

    CommandHandler(Command command) {
        this.command = command;
    }

    /** Answers what has come with itself. */
    static void echo(TcpDevice device, String text) {
        device.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) throws Exception {
        TcpDevice device = (TcpDevice) source;
        switch (event) {
            case CONNECTED -> {
                // the peer speaks first
            }
            case READ -> onRead(device);
            case WRITE -> device.flush();
            default -> device.close();
        }
    }

    private void onRead(TcpDevice device) throws Exception {
        String text = receive(device);
        if (!text.isEmpty()) {
            command.run(device, text);
        } else if (device.isInputEnded()) {
            device.closeAfterOutput();
        }
    }

    /** All that is there now, each byte as a character. */
    static String receive(TcpDevice device) {
        StringBuilder text = new StringBuilder();
        for (PooledBuffer buffer = device.receive(); buffer != null; buffer = device.receive()) {
            text.append(StandardCharsets.ISO_8859_1.decode(buffer.bytes()));
            buffer.release();
        }
        return text.toString();
    }
}
