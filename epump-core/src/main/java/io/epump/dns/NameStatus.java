package io.epump.dns;

/** How the search for a name's addresses has ended. */
public enum NameStatus {
    /** There are addresses. */
    OK,

    /** It is no name: a label is empty or too long, the whole is too long, or there are signs that no host name has. */
    BAD_NAME,

    /** A name server did not understand the question (FORMERR). */
    FORMAT,

    /** A name server could not answer (SERVFAIL, or no sense in what it answered). */
    SERVER_FAILURE,

    /** There is no such name (NXDOMAIN). */
    NO_SUCH_NAME,

    /** There is such a name, and it has no address. */
    NO_ADDRESS,

    /** A name server does not do such a thing (NOTIMP). */
    UNSUPPORTED,

    /** A name server does not want to (REFUSED). */
    REFUSED,

    /** The name leads to another name, and so on, more often than allowed, or in a circle. */
    TOO_MANY_ALIASES,

    /** No name server has answered in time. */
    TIMEOUT,

    /**
     * The question could not be sent to any name server, or nobody listened there; also when something unforeseen, which is
     * reported, was in the way.
     */
    UNREACHABLE,

    /** So many names are looked for already that this one is not. */
    OVERLOAD,

    /** The system stops. */
    STOPPED;

    /** Whether it says something of the name itself, and so may be kept for a while. */
    boolean isAboutName() {
        return this == NO_SUCH_NAME || this == NO_ADDRESS;
    }
}
