package io.epump.dns;

import io.epump.SteppedSystem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** A name server that does what the test tells it, over UDP and TCP on one port. Driven by the test's thread. */
final class ScriptedServer implements SteppedSystem.Peer, AutoCloseable {
    static final Consumer<Asked> SILENT = asked -> {};

    private final DatagramChannel udp;
    private final ServerSocketChannel tcp;
    private final List<SocketChannel> connections = new ArrayList<>();
    private final ByteBuffer room = ByteBuffer.allocate(65_535);

    /** Everything that was asked, in order. */
    final List<Asked> asked = new ArrayList<>();

    Consumer<Asked> script = SILENT;
    Consumer<Asked> tcpScript = SILENT;

    /** Connections are left to {@link #resetTcp}. */
    boolean resetsTcp;

    /** One question, and the ways to answer it. */
    final class Asked {
        final Message message;
        final InetSocketAddress from;
        private final SocketChannel connection;

        private Asked(Message message, InetSocketAddress from, SocketChannel connection) {
            this.message = message;
            this.from = from;
            this.connection = connection;
        }

        Record question() {
            return message.getQuestion();
        }

        boolean isFor(int type) {
            return question().getType() == type;
        }

        boolean isTcp() {
            return connection != null;
        }

        /** An answer that repeats the question, with records as a zone file has them. */
        Message reply(int rcode, String... answers) {
            Message reply = new Message(message.getHeader().getID());
            reply.getHeader().setFlag(Flags.QR);
            reply.getHeader().setFlag(Flags.RA);
            reply.getHeader().setRcode(rcode);
            reply.addRecord(question(), Section.QUESTION);
            for (String answer : answers) {
                reply.addRecord(record(answer), Section.ANSWER);
            }
            return reply;
        }

        void answer(int rcode, String... answers) {
            send(reply(rcode, answers).toWire());
        }

        void answer(String... answers) {
            answer(Rcode.NOERROR, answers);
        }

        /** No such thing, and for how long to believe that. */
        void deny(int rcode, String soa) {
            Message reply = reply(rcode);
            reply.addRecord(record(soa), Section.AUTHORITY);
            send(reply.toWire());
        }

        void send(byte[] bytes) {
            try {
                if (connection == null) {
                    udp.send(ByteBuffer.wrap(bytes), from);
                } else {
                    sendRaw(ByteBuffer.allocate(2 + bytes.length)
                            .putShort((short) bytes.length)
                            .put(bytes)
                            .array());
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        /** Bytes on the connection as they are. */
        void sendRaw(byte[] bytes) {
            try {
                connection.write(ByteBuffer.wrap(bytes));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void closeConnection() {
            try {
                connection.close();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    ScriptedServer() throws IOException {
        // The same port for both: tried until one is free for the second.
        while (true) {
            DatagramChannel first = DatagramChannel.open();
            ServerSocketChannel second = ServerSocketChannel.open();
            try {
                first.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
                second.bind(first.getLocalAddress());
            } catch (java.net.BindException taken) {
                first.close();
                second.close();
                continue;
            }
            first.configureBlocking(false);
            second.configureBlocking(false);
            udp = first;
            tcp = second;
            return;
        }
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) udp.getLocalAddress();
    }

    /** How many questions of a type have come. */
    long count(int type) {
        return asked.stream().filter(one -> one.isFor(type)).count();
    }

    @Override
    public void poll() throws IOException {
        if (!udp.isOpen()) {
            return;
        }
        room.clear();
        for (InetSocketAddress from = (InetSocketAddress) udp.receive(room);
                from != null;
                from = (InetSocketAddress) udp.receive(room)) {
            byte[] bytes = new byte[room.flip().remaining()];
            room.get(bytes);
            room.clear();
            Asked one = new Asked(new Message(bytes), from, null);
            asked.add(one);
            script.accept(one);
        }
        SocketChannel accepted = resetsTcp ? null : tcp.accept();
        if (accepted != null) {
            accepted.configureBlocking(false);
            connections.add(accepted);
        }
        for (SocketChannel connection : connections) {
            pollTcp(connection);
        }
    }

    /** Resets all connections. Answers null, as the condition of a hook does that is not met. */
    Object resetTcp() {
        try {
            for (SocketChannel accepted = acceptTcp(); accepted != null; accepted = acceptTcp()) {
                accepted.setOption(StandardSocketOptions.SO_LINGER, 0);
                accepted.close();
            }
            return null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private SocketChannel acceptTcp() throws IOException {
        return tcp.isOpen() ? tcp.accept() : null;
    }

    private void pollTcp(SocketChannel connection) throws IOException {
        if (!connection.isOpen() || connection.read(room.clear()) <= 2) {
            return; // questions are short: they come whole
        }
        byte[] bytes = new byte[room.flip().getShort()];
        room.get(bytes);
        Asked one = new Asked(new Message(bytes), (InetSocketAddress) connection.getRemoteAddress(), connection);
        asked.add(one);
        tcpScript.accept(one);
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
        for (SocketChannel connection : connections) {
            connection.close();
        }
    }

    static Name name(String text) {
        try {
            return Name.fromString(text, Name.root);
        } catch (TextParseException e) {
            throw new AssertionError(e);
        }
    }

    /** A record as a zone file has it: name, TTL, type, data. */
    static Record record(String text) {
        String[] words = text.split(" ", 4);
        try {
            return Record.fromString(
                    name(words[0]), Type.value(words[2]), DClass.IN, Long.parseLong(words[1]), words[3], Name.root);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
