package io.epump.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The floor of an echo: what was read is written. {@code FloorEchoServer PORT}. */
public final class FloorEchoServer extends FloorServer {
    private FloorEchoServer(int port) throws IOException {
        super(port);
    }

    /**
     * Serves until it is killed.
     *
     * @param args port, 0 finds a free one
     * @throws IOException when the port cannot be used or the selector fails
     */
    public static void main(String[] args) throws IOException {
        new FloorEchoServer(Integer.parseInt(args[0])).serve("floor echo server");
    }

    @Override
    protected ByteBuffer answerTo(ByteBuffer bytes) {
        return bytes;
    }
}
