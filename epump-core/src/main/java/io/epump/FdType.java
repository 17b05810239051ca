package io.epump;

/** What kind of device, or what else, an event comes from. The codes are those of the original. */
public enum FdType {
    /** A listening TCP socket. */
    LISTEN(0x01),
    /** A TCP connection that this side has opened. */
    CONNECTED(0x02),
    /** A TCP connection that was accepted. */
    ACCEPTED(0x04),
    /** A UDP socket that serves. */
    UDPSRV(0x08),
    /** A UDP socket of a client. */
    UDPCLI(0x10),
    /** A listening Unix socket. */
    USOCK_LISTEN(0x20),
    /** A Unix connection that this side has opened. */
    USOCK_CONNECTED(0x40),
    /** A Unix connection that was accepted. */
    USOCK_ACCEPTED(0x80),
    /** A raw socket. */
    RAWSOCK(0x100),
    /** A foreign descriptor. */
    FILEDEV(0x200),
    /** A timer. */
    TIMER(0x10000),
    /** A user event. */
    USERCMD(0x20000),
    /** A connection that lingers before it closes. */
    LINGER_CLOSE(0x40000),
    /** Standard input. */
    STDIN(0x100000),
    /** Standard output. */
    STDOUT(0x200000);

    private final int code;

    FdType(int code) {
        this.code = code;
    }

    /**
     * The original's code.
     *
     * @return the code
     */
    public int code() {
        return code;
    }
}
