package io.ejet.conf;

import java.nio.file.Path;

/**
 * What is written about each request.
 *
 * @param enabled whether anything is
 * @param file the log file, absolute; null for standard output
 * @param format the record, with {@code $variables}, as {@link io.ejet.log.AccessLogFormat} takes it
 */
public record AccessLogSettings(boolean enabled, Path file, String format) {
    /** The original's format. */
    public static final String DEFAULT_FORMAT = "$remote_addr - [$datetime[createtime]] \"$request\""
            + " \"$request_header[host]\" \"$request_header[referer]\" \"$http_user_agent\""
            + " $status $bytes_recv $bytes_sent";

    /** No access log. */
    public static final AccessLogSettings OFF = new AccessLogSettings(false, null, DEFAULT_FORMAT);
}
