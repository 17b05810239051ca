package io.epump.pump;

import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;

/**
 * What a device can be watched for, one bit each. The values are NIO's, so that the notifier need not translate; nothing
 * else relies on that. The same bits mark events in flight; there {@link #CONNECT} stands for CONNECTED and CONNFAIL.
 */
public final class Interest {
    /** Something to read. */
    public static final int READ = SelectionKey.OP_READ;

    /** Room to write. */
    public static final int WRITE = SelectionKey.OP_WRITE;

    /** The end of a connect. */
    public static final int CONNECT = SelectionKey.OP_CONNECT;

    /** Connections to accept. */
    public static final int ACCEPT = SelectionKey.OP_ACCEPT;

    private Interest() {}

    /**
     * What a channel can be watched for.
     *
     * @param channel any
     * @return bits of this class
     */
    public static int of(SelectableChannel channel) {
        return channel.validOps();
    }

    static int ofEvent(int code) {
        return switch (code) {
            case EventCodes.READ -> READ;
            case EventCodes.WRITE -> WRITE;
            case EventCodes.ACCEPT -> ACCEPT;
            case EventCodes.CONNECTED, EventCodes.CONNFAIL -> CONNECT;
            default -> throw new IllegalArgumentException("code=" + code);
        };
    }

    static String describe(int bits) {
        StringBuilder text = new StringBuilder();
        append(text, bits, READ, "read");
        append(text, bits, WRITE, "write");
        append(text, bits, CONNECT, "connect");
        append(text, bits, ACCEPT, "accept");
        return text.length() == 0 ? "-" : text.toString();
    }

    private static void append(StringBuilder text, int bits, int bit, String word) {
        if ((bits & bit) != 0) {
            text.append(text.length() == 0 ? "" : "+").append(word);
        }
    }
}
