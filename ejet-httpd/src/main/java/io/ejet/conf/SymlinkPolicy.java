package io.ejet.conf;

/** Which symbolic links below a root are followed. */
public enum SymlinkPolicy {
    /** Those that lead to something below the root. */
    INSIDE,
    /** All. */
    ON,
    /** None: a path with a link in it is not found. */
    OFF
}
