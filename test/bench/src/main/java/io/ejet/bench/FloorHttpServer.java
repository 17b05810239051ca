package io.ejet.bench;

import io.epump.bench.FloorServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The floor of an HTTP server: the same canned answer for each request, which is not read but for the empty line at its end.
 * {@code FloorHttpServer PORT BODY_BYTES}.
 */
public final class FloorHttpServer extends FloorServer {
    private static final int MOST_PIPELINED = 64;
    private static final int MOST_BYTES = 4 << 20;
    private static final int END_OF_HEAD = 0x0D0A0D0A;

    /** The answer many times over. */
    private final ByteBuffer answers;

    private final int answerBytes;
    private final int pipelined;

    private FloorHttpServer(int port, int bodyBytes) throws IOException {
        super(port);
        byte[] answer = ("HTTP/1.1 200 OK\r\nServer: floor\r\nDate: Sat, 21 Nov 2026 10:00:00 GMT\r\n"
                        + "Content-Type: text/plain\r\nContent-Length: " + bodyBytes + "\r\n\r\n"
                        + ".".repeat(bodyBytes))
                .getBytes(StandardCharsets.US_ASCII);
        answerBytes = answer.length;
        pipelined = Math.max(1, Math.min(MOST_PIPELINED, MOST_BYTES / answerBytes));
        answers = ByteBuffer.allocateDirect(answerBytes * pipelined);
        while (answers.hasRemaining()) {
            answers.put(answer);
        }
    }

    /**
     * Serves until it is killed.
     *
     * @param args port, 0 finds a free one; bytes of each body
     * @throws IOException when the port cannot be used or the selector fails
     */
    public static void main(String[] args) throws IOException {
        new FloorHttpServer(Integer.parseInt(args[0]), Integer.parseInt(args[1])).serve("floor http server");
    }

    @Override
    protected ByteBuffer answerTo(ByteBuffer bytes) {
        return answers.clear().limit(Math.min(pipelined, headsIn(bytes)) * answerBytes);
    }

    @Override
    protected ByteBuffer rest(ByteBuffer answer) {
        return answer.duplicate();
    }

    private static int headsIn(ByteBuffer bytes) {
        int heads = 0;
        int lastFour = 0;
        while (bytes.hasRemaining()) {
            lastFour = (lastFour << 8) | (bytes.get() & 0xff);
            if (lastFour == END_OF_HEAD) {
                heads++;
            }
        }
        return heads;
    }
}
