package io.ejet.conf;

import io.ejet.log.AccessLogFormat;
import java.nio.file.Path;

/**
 * What is written about each request.
 *
 * @param enabled whether anything is
 * @param file the log file, absolute; null for standard output
 * @param format the record
 * @param rotation when the file is put aside and a new one begun
 * @param blocksWhenFull whether a request waits when records come faster than they can be written, rather than its record being
 *     dropped; that of the server holds for all
 */
public record AccessLogSettings(
        boolean enabled, Path file, AccessLogFormat format, LogRotation rotation, boolean blocksWhenFull) {
    /** The original's format. */
    public static final String DEFAULT_FORMAT = "$remote_addr - [$datetime[createtime]] \"$request\""
            + " \"$request_header[host]\" \"$request_header[referer]\" \"$http_user_agent\""
            + " $status $bytes_recv $bytes_sent";

    /** No access log. */
    public static final AccessLogSettings OFF =
            new AccessLogSettings(false, null, AccessLogFormat.compile(DEFAULT_FORMAT));

    /**
     * A log that is not rotated, and drops what is too much.
     *
     * @param enabled as above
     * @param file as above
     * @param format as above
     */
    public AccessLogSettings(boolean enabled, Path file, AccessLogFormat format) {
        this(enabled, file, format, LogRotation.NONE, false);
    }
}
