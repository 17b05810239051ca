package io.ejet.conf;

/** How a location's pattern is compared with the path of a request. */
public enum LocationMatch {
    /** {@code =}: the whole path. */
    EXACT,
    /** {@code ^~}: the path's beginning, which is left out of the file's name; before any regular expression. */
    PREFIX_FIRST,
    /** {@code ~}: a regular expression found in the path. */
    REGEX,
    /** {@code ~*}: the same, whatever the case. */
    REGEX_ANY_CASE,
    /** No mark: the path's beginning; after the regular expressions. */
    PREFIX,
    /** {@code /}: whatever no other location takes. */
    DEFAULT
}
