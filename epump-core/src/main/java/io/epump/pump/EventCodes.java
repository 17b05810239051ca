package io.epump.pump;

/** The codes of events as they travel in slots; those from 1 on are the original's. */
public final class EventCodes {
    /** Internal: the owner lets go of a closed device's resources; never skipped. */
    public static final int RELEASE = -1;

    /** A connect has succeeded. */
    public static final int CONNECTED = 1;

    /** A connect has failed. */
    public static final int CONNFAIL = 2;

    /** Connections wait to be accepted. */
    public static final int ACCEPT = 3;

    /** There is something to read, or the end of the stream. */
    public static final int READ = 4;

    /** There is room to write. */
    public static final int WRITE = 5;

    /** The framework gives the device up. */
    public static final int INVALID_DEV = 6;

    /** A timer has expired. */
    public static final int TIMEOUT = 100;

    /** The first code of user events. */
    public static final int USER = 10_000;

    private EventCodes() {}

    /**
     * Checks the code of a user event.
     *
     * @param code the program's
     * @throws IllegalArgumentException when it is one of the framework's
     */
    public static void checkUser(int code) {
        if (code < USER) {
            throw new IllegalArgumentException("code=" + code + " is less than " + USER);
        }
    }
}
