package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.LocationMatch;

/**
 * A part of a host's paths and who answers for it.
 *
 * @param match how {@code pattern} is compared with a path
 * @param pattern a path, a path's beginning, or a regular expression
 * @param handler who answers
 */
public record Location(LocationMatch match, String pattern, HttpHandler handler) {}
