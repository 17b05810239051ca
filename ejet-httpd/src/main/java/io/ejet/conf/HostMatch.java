package io.ejet.conf;

/** How the name of a host is compared with the one that a request asks for; in the order in which that is tried. */
public enum HostMatch {
    /** {@code www.example.org}: the whole name. */
    EXACT,
    /** {@code *.example.org}: whatever ends so, with a label or more before it; the longest first. */
    LEADING_WILDCARD,
    /** {@code www.example.*}: whatever begins so, with a label or more behind it; the longest first. */
    TRAILING_WILDCARD,
    /** {@code ~REGEX}: a regular expression found in the name; in the order of the configuration. */
    REGEX,
    /** {@code *}: whatever no other host takes. */
    DEFAULT
}
