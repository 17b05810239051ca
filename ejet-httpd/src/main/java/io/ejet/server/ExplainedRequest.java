package io.ejet.server;

import io.ejet.access.LoginMemory;
import io.ejet.conf.Limits;
import io.ejet.http.AddressText;
import io.ejet.http.RequestParser;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A request that is not answered, only explained: understood and routed as if a client had sent it. On one thread. */
final class ExplainedRequest extends HeadedRequest {
    private final ByteBuffer bytes;
    private InetSocketAddress client;
    private final InetSocketAddress reached;
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
     * @param peer who is connected
     * @param reached where
     * @param limits how long it may be
     */
    ExplainedRequest(byte[] head, InetSocketAddress peer, InetSocketAddress reached, Limits limits) {
        super(new ReceivedRequest(Decoding.of(limits).parser()));
        this.bytes = ByteBuffer.wrap(head);
        this.client = peer;
        this.reached = reached;
    }

    /** Reads the head; answers why it is none, null when it is one. */
    String read() {
        RequestParser parser = request.parser;
        parser.start(0);
        return switch (parser.parse(bytes, bytes.limit())) {
            case MORE -> "400 it is not complete";
            case FAILED -> parser.fault().status() + " " + parser.fault();
            case DONE -> {
                request.begin(bytes, parser.end());
                yield null;
            }
        };
    }

    /** Whom the request is from, whoever has brought it. */
    void client(InetSocketAddress found) {
        client = found;
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
    public boolean isHttp11() {
        return request.head.isHttp11();
    }

    @Override
    public String remoteIp() {
        return AddressText.of(client.getAddress());
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
}
