package io.epump.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The other ends of idle connections, as {@link IdlePeer} starts and commands them: reads {@code open TOTAL} and {@code talk
 * ROUND_TRIPS} from standard input and answers {@code done}. Ends with its input.
 */
public final class IdleClient {
    private static final int TALKERS = 64;
    private static final int MESSAGE_BYTES = 64;
    private static final int SELECT_MS = 10_000;

    /** What a new connection does before it is idle. */
    public interface Opening {
        /**
         * Talks to the server.
         *
         * @param channel connected, blocking
         * @throws IOException when the server does not answer as it should
         */
        void onOpen(SocketChannel channel) throws IOException;
    }

    private final InetSocketAddress server;
    private final Opening opening;
    private final List<SocketChannel> channels = new ArrayList<>();

    private IdleClient(int port, Opening opening) {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.opening = opening;
    }

    /**
     * Serves commands with connections that say nothing at first.
     *
     * @param args the server's port
     * @throws IOException when the server cannot be reached
     */
    public static void main(String[] args) throws IOException {
        serve(Integer.parseInt(args[0]), channel -> {});
    }

    /**
     * Serves commands.
     *
     * @param port the server's
     * @param opening what each connection does at first
     * @throws IOException when the server cannot be reached, or does not answer
     */
    public static void serve(int port, Opening opening) throws IOException {
        IdleClient client = new IdleClient(port, opening);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            int number = Integer.parseInt(line.substring(line.indexOf(' ') + 1));
            if (line.startsWith("open ")) {
                client.open(number);
            } else {
                client.talk(number);
            }
            System.out.println("done");
        }
    }

    private void open(int total) throws IOException {
        while (channels.size() < total) {
            SocketChannel channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            opening.onOpen(channel);
            channel.configureBlocking(false);
            channels.add(channel);
        }
    }

    private void talk(int roundTrips) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(MESSAGE_BYTES);
        int[] done = {0};
        try (Selector selector = Selector.open()) {
            for (SocketChannel channel : channels.subList(0, TALKERS)) {
                channel.register(selector, SelectionKey.OP_READ, new int[1]);
                channel.write(message.clear());
            }
            // Each talker has one message under way; at the end all are waited for, so that the next talk starts clean.
            while (done[0] < roundTrips + TALKERS) {
                int told = selector.select(key -> onAnswer(key, message, done, roundTrips), SELECT_MS);
                if (told == 0) {
                    throw new IOException("no answer within " + SELECT_MS + " ms after " + done[0] + " round trips");
                }
            }
        }
    }

    private static void onAnswer(SelectionKey key, ByteBuffer message, int[] done, int roundTrips) {
        try {
            SocketChannel channel = (SocketChannel) key.channel();
            int[] missing = (int[]) key.attachment();
            int count = channel.read(message.clear());
            if (count < 0) {
                throw new IOException("the server has closed a connection");
            }
            missing[0] += count;
            if (missing[0] < MESSAGE_BYTES) {
                return;
            }
            missing[0] = 0;
            if (++done[0] <= roundTrips) {
                channel.write(message.clear());
            } else {
                key.cancel();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
