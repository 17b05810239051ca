package io.epump;

/** Why a device has ended, as far as that can be told. */
enum CloseReason {
    /** The program has closed it, by itself. */
    PROGRAM,
    /** The program has closed it after its peer had ended the stream. */
    PEER,
    /** Reading or writing had failed: a reset, and whatever else the system tells of a broken connection. */
    IO_ERROR,
    /** It could not be connected. */
    CONNECT_FAILED,
    /** Given up with INVALID_DEV: a callback threw, or it could not be watched. */
    GIVEN_UP,
    /** The system has stopped. */
    SYSTEM_STOP
}
