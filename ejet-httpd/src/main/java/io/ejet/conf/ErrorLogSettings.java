package io.ejet.conf;

import java.nio.file.Path;

/**
 * What is written about the server itself.
 *
 * @param file the log file, absolute; null for standard error
 * @param level the least level that is written: one of error, warn, info, debug, trace
 * @param rotation when the file is put aside and a new one begun
 */
public record ErrorLogSettings(Path file, String level, LogRotation rotation) {
    /** Warnings and errors, to standard error. */
    public static final ErrorLogSettings DEFAULTS = new ErrorLogSettings(null, "warn");

    /**
     * A log that is not rotated.
     *
     * @param file as above
     * @param level as above
     */
    public ErrorLogSettings(Path file, String level) {
        this(file, level, LogRotation.NONE);
    }
}
