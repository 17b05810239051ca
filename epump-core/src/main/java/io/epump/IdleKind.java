package io.epump;

/** What has not happened on a device for the time of its {@link IODevice#idleTimeout}. */
public enum IdleKind {
    /** Nothing was read. */
    READ,
    /** Nothing was written, that is, taken by the kernel. */
    WRITE,
    /** Neither was. */
    BOTH
}
