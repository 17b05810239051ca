package io.ejet.server;

import io.ejet.access.LoginMemory;
import io.ejet.conf.Limits;
import io.ejet.http.RequestParser;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A request that is not answered, only explained: understood and routed as if a client had sent it. On one thread. */
final class ExplainedRequest implements RoutedRequest {
    private final ByteBuffer bytes;
    private final InetSocketAddress client;
    private final InetSocketAddress reached;
    private final ReceivedRequest received;
    private final long createdMs = System.currentTimeMillis();

    /** Null unless scripts change the answer. */
    private AnswerEdits edits;

    /** Passwords are asked for here, as a new owner would. */
    private final LoginMemory logins = new LoginMemory();

    private String remoteUser;
    private int status = 200;
    private String mediaType;

    /**
     * Nothing is read yet.
     *
     * @param head from the request line to the empty line
     * @param client who asks
     * @param reached where
     * @param limits how long it may be
     */
    ExplainedRequest(byte[] head, InetSocketAddress client, InetSocketAddress reached, Limits limits) {
        this.bytes = ByteBuffer.wrap(head);
        this.client = client;
        this.reached = reached;
        this.received = new ReceivedRequest(Decoding.of(limits).parser());
    }

    /** Reads the head; answers why it is none, null when it is one. */
    String read() {
        RequestParser parser = received.parser;
        parser.start(0);
        return switch (parser.parse(bytes, bytes.limit())) {
            case MORE -> "400 it is not complete";
            case FAILED -> parser.fault().status() + " " + parser.fault();
            case DONE -> {
                received.begin(bytes, parser.end());
                yield null;
            }
        };
    }

    ReceivedRequest received() {
        return received;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    /** What the answer will be as far as the handler decides. */
    void answered(int newStatus, String newMediaType) {
        status = newStatus;
        mediaType = newMediaType;
    }

    // -- as it came

    @Override
    public String method() {
        return received.method();
    }

    @Override
    public String target() {
        return received.target();
    }

    @Override
    public String host() {
        return received.host();
    }

    @Override
    public String path() {
        return received.path();
    }

    @Override
    public String query() {
        return received.query();
    }

    @Override
    public String header(String name) {
        return received.header(name);
    }

    @Override
    public boolean isHttp11() {
        return received.head.isHttp11();
    }

    @Override
    public String remoteIp() {
        return client.getAddress().getHostAddress();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return client;
    }

    @Override
    public InetSocketAddress localAddress() {
        return reached;
    }

    @Override
    public String remoteUser() {
        return remoteUser;
    }

    @Override
    public void remoteUser(String proved) {
        remoteUser = proved;
    }

    @Override
    public LoginMemory logins() {
        return logins;
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }

    @Override
    public long createdMs() {
        return createdMs;
    }

    @Override
    public long bytesReceived() {
        return bytes.limit();
    }

    // -- its answer

    @Override
    public int status() {
        return status;
    }

    @Override
    public String answerHeader(String name) {
        if (edits != null && edits.hasField(name)) {
            return edits.field(name);
        }
        return name.equalsIgnoreCase("Content-Type") ? mediaType : null;
    }

    // -- what scripts change

    @Override
    public void path(String normalized) {
        received.path(normalized);
    }

    @Override
    public void query(String rewritten) {
        received.query(rewritten);
    }

    @Override
    public void editRequest(String name, String value) {
        received.edit(name, value);
    }

    @Override
    public AnswerEdits edits() {
        if (edits == null) {
            edits = new AnswerEdits();
        }
        return edits;
    }

    @Override
    public void edits(AnswerEdits before) {
        edits = before;
    }

    @Override
    public void forgetEdits() {
        received.forgetEdits();
        edits = null;
    }
}
