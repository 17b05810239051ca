package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.http.HttpDate;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the header of an answer tells of a file. Immutable.
 *
 * @param contentType its media type
 * @param entityTag strong, with quotes
 * @param modifiedSeconds when it was last modified, in seconds since 1970
 * @param lastModified the same as an HTTP date
 * @param sizeBytes its size
 */
record FileFacts(String contentType, String entityTag, long modifiedSeconds, String lastModified, long sizeBytes) {
    /**
     * The facts of one state of a file.
     *
     * @param stamp the state
     * @param sizeBytes how much of it there is to send
     * @param contentType its media type
     * @param nowMs the time now, in milliseconds since 1970: no answer tells a later modification than its own date (RFC
     *     9110 section 8.8.2.1)
     */
    static FileFacts of(FileStamp stamp, long sizeBytes, String contentType, long nowMs) {
        long seconds = Math.min(stamp.modifiedSeconds(), Math.floorDiv(nowMs, 1000L));
        return new FileFacts(contentType, stamp.entityTag(), seconds, HttpDate.format(seconds), sizeBytes);
    }

    /** The fields of an answer with the file in it. */
    Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", contentType);
        fields.put("Last-Modified", lastModified);
        fields.put("ETag", entityTag);
        fields.put("Accept-Ranges", "bytes");
        return fields;
    }

    /** Sets the same fields. */
    void setFields(HttpExchange exchange) {
        exchange.setHeader("Content-Type", contentType)
                .setHeader("Last-Modified", lastModified)
                .setHeader("ETag", entityTag)
                .setHeader("Accept-Ranges", "bytes");
    }
}
