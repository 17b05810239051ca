package io.epump;

import io.epump.pump.EventCodes;

/** What happened. The codes are those of the original. */
public enum IOEventType {
    /** A connect has succeeded; the device may be read and written. Occurs once. */
    CONNECTED(EventCodes.CONNECTED),
    /** A connect has failed; {@link IODevice#ioError} tells why. Occurs once. */
    CONNFAIL(EventCodes.CONNFAIL),
    /** Connections wait: call {@link StreamListener#accept} until it answers null. */
    ACCEPT(EventCodes.ACCEPT),
    /** There is something to read, or the peer has ended its stream. */
    READ(EventCodes.READ),
    /** There is room to write: call {@link StreamDevice#flush}. */
    WRITE(EventCodes.WRITE),
    /** The framework gives the device up, and closes it after this event, its last. */
    INVALID_DEV(EventCodes.INVALID_DEV),
    /** A timer has expired. */
    TIMEOUT(EventCodes.TIMEOUT),
    /** Something the program has posted, or a hook's condition was met; comes to {@link IOHandler#onUserEvent} first. */
    USER(EventCodes.USER);

    private final int code;

    IOEventType(int code) {
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

    static IOEventType ofCode(int code) {
        return switch (code) {
            case EventCodes.CONNECTED -> CONNECTED;
            case EventCodes.CONNFAIL -> CONNFAIL;
            case EventCodes.ACCEPT -> ACCEPT;
            case EventCodes.READ -> READ;
            case EventCodes.WRITE -> WRITE;
            case EventCodes.INVALID_DEV -> INVALID_DEV;
            case EventCodes.TIMEOUT -> TIMEOUT;
            default -> USER;
        };
    }
}
