package io.ejet.conf;

import java.nio.file.Path;

/**
 * What is written about the server itself.
 *
 * @param file the log file, absolute; null for standard error
 * @param level the least level that is written: one of error, warn, info, debug, trace
 */
public record ErrorLogSettings(Path file, String level) {
    /** Warnings and errors, to standard error. */
    public static final ErrorLogSettings DEFAULTS = new ErrorLogSettings(null, "warn");
}
