package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.access.Access;
import io.ejet.conf.LocationMatch;
import io.ejet.file.FilesOfRequest;
import io.ejet.log.AccessLog;
import io.ejet.script.Captures;
import io.ejet.script.Regex;
import io.ejet.script.Scripts;

/** A part of a host's paths and who answers for it. Immutable; any thread. */
public final class Location {
    private final LocationMatch match;
    private final String pattern;
    private final HttpHandler handler;
    private final Scripts scripts;
    private final Access access;

    /** Null when its host's takes its records. */
    private final AccessLog accessLog;

    /** Null unless that is how paths are compared. */
    private final Regex regex;

    /**
     * A location without scripts.
     *
     * @param match how {@code pattern} is compared with a path
     * @param pattern a path, a path's beginning, or a regular expression
     * @param handler who answers
     * @throws IllegalArgumentException for a regular expression that is wrong
     */
    public Location(LocationMatch match, String pattern, HttpHandler handler) {
        this(match, pattern, handler, Scripts.NONE);
    }

    /**
     * A location that lets anybody in.
     *
     * @param match how {@code pattern} is compared with a path
     * @param pattern a path, a path's beginning, or a regular expression
     * @param handler who answers
     * @param scripts run when a request comes here, and when it is answered
     * @throws IllegalArgumentException for a regular expression that is wrong
     */
    public Location(LocationMatch match, String pattern, HttpHandler handler, Scripts scripts) {
        this(match, pattern, handler, scripts, null, null);
    }

    /**
     * A location.
     *
     * @param match how {@code pattern} is compared with a path
     * @param pattern a path, a path's beginning, or a regular expression
     * @param handler who answers
     * @param scripts run when a request comes here, and when it is answered
     * @param access who is let in; null for anybody
     * @param accessLog takes the records of its exchanges; null when its host's does
     * @throws IllegalArgumentException for a regular expression that is wrong
     */
    public Location(
            LocationMatch match,
            String pattern,
            HttpHandler handler,
            Scripts scripts,
            Access access,
            AccessLog accessLog) {
        this.accessLog = accessLog;
        this.match = match;
        this.pattern = pattern;
        this.handler = handler;
        this.scripts = scripts;
        this.access = access;
        this.regex = isRegex(match) ? Regex.compile(pattern, match == LocationMatch.REGEX_ANY_CASE) : null;
    }

    private static boolean isRegex(LocationMatch match) {
        return match == LocationMatch.REGEX || match == LocationMatch.REGEX_ANY_CASE;
    }

    /** As a configuration has it. */
    String written() {
        String mark = switch (match) {
            case EXACT -> " =";
            case PREFIX_FIRST -> " ^~";
            case REGEX -> " ~";
            case REGEX_ANY_CASE -> " ~*";
            case PREFIX, DEFAULT -> "";
        };
        return "'" + pattern + "'" + mark;
    }

    LocationMatch match() {
        return match;
    }

    String pattern() {
        return pattern;
    }

    HttpHandler handler() {
        return handler;
    }

    Scripts scripts() {
        return scripts;
    }

    /** Who is let in; null for anybody. */
    Access access() {
        return access;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    /** Whether a handler answers for it. */
    boolean isAnsweredBy(HttpHandler other) {
        return handler == other || (handler instanceof FilesOfRequest files && files.hasMade(other));
    }

    /** Whether each request tells below which folder its files lie. */
    boolean hasRootOfRequest() {
        return handler instanceof FilesOfRequest;
    }

    /** Whether its regular expression is found in a path. */
    boolean isFoundIn(String path) {
        return regex.isFoundIn(path);
    }

    /** What it captures of a path that led here; of a path that did not, nothing. */
    Captures captures(String path) {
        Captures found = regex == null ? null : regex.find(path);
        if (found != null) {
            return found;
        }
        return number -> number == 0 && regex == null ? pattern : null;
    }
}
