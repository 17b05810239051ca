package io.ejet.file;

import io.ejet.HttpExchange;
import io.ejet.http.ByteRange;
import io.ejet.http.Conditions;
import io.ejet.server.ErrorPages;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Sends files, whole or one range of them, or says that the client has them already: conditions (RFC 9110 section 13) and
 * ranges (section 14). A request for several ranges gets the whole file, as section 14.2 allows.
 *
 * <p>Threading: the owner of the exchange.
 */
final class FileSender {
    private FileSender() {}

    /**
     * Sends a file that is in memory. Allocates nothing when the request has no condition and no range.
     *
     * @param exchange GET or HEAD
     * @param file a file's answer
     */
    static void send(HttpExchange exchange, CachedAnswer file) {
        if (isPlain(exchange)) {
            exchange.send(file.prepared());
            return;
        }
        FileFacts facts = file.facts();
        if (isAnsweredByCondition(exchange, facts)) {
            return;
        }
        ByteRange range = new ByteRange();
        switch (parse(range, exchange, facts)) {
            case WHOLE -> exchange.send(file.prepared());
            case UNSATISFIABLE -> sendUnsatisfiable(exchange, facts);
            case PART -> {
                setPartFields(exchange, facts, range);
                exchange.send(ByteBuffer.wrap(file.prepared().body(), (int) range.first(), (int) range.count()));
            }
        }
    }

    /**
     * Sends a file by the kernel where it can.
     *
     * @param exchange GET or HEAD
     * @param file the file, the exchange already one of its users: until it is sent, need not be sent or cannot be
     */
    static void send(HttpExchange exchange, SharedFile file) {
        boolean isHandedOver = false;
        try {
            isHandedOver = sendOpen(exchange, file);
        } finally {
            if (!isHandedOver) {
                file.close();
            }
        }
    }

    private static boolean sendOpen(HttpExchange exchange, SharedFile file) {
        FileFacts facts = file.facts();
        if (isAnsweredByCondition(exchange, facts)) {
            return false;
        }
        ByteRange range = new ByteRange();
        switch (parse(range, exchange, facts)) {
            case UNSATISFIABLE -> {
                sendUnsatisfiable(exchange, facts);
                return false;
            }
            case WHOLE -> {
                facts.setFields(exchange.status(200));
                exchange.send(file.channel(), 0, facts.sizeBytes(), file);
            }
            case PART -> {
                setPartFields(exchange, facts, range);
                exchange.send(file.channel(), range.first(), range.count(), file);
            }
        }
        return true;
    }

    /** Closes a file that was open for reading only. */
    static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) { // nothing can be lost, and the descriptor is gone all the same
            return;
        }
    }

    private static boolean isPlain(HttpExchange exchange) {
        return exchange.header("If-None-Match") == null
                && exchange.header("If-Modified-Since") == null
                && exchange.header("Range") == null
                && exchange.header("If-Match") == null
                && exchange.header("If-Unmodified-Since") == null;
    }

    private static boolean isAnsweredByCondition(HttpExchange exchange, FileFacts facts) {
        Conditions.Outcome outcome = Conditions.evaluate(
                true,
                list(exchange, "If-Match"),
                exchange.header("If-Unmodified-Since"),
                list(exchange, "If-None-Match"),
                exchange.header("If-Modified-Since"),
                facts.entityTag(),
                facts.modifiedSeconds());
        switch (outcome) {
            case PROCEED -> {
                return false;
            }
            case NOT_MODIFIED ->
                exchange.status(304)
                        .setHeader("ETag", facts.entityTag())
                        .setHeader("Last-Modified", facts.lastModified())
                        .send();
            case PRECONDITION_FAILED -> ErrorPages.send(exchange, 412);
        }
        return true;
    }

    /** A field whose value is a list may come in several lines (RFC 9110 section 5.3). Null when there is none. */
    private static String list(HttpExchange exchange, String name) {
        List<String> lines = exchange.headers(name);
        return lines.isEmpty() ? null : String.join(", ", lines);
    }

    /** Which part is asked for: a range counts for GET alone (RFC 9110 section 14.2), and only of the state it was made for. */
    private static ByteRange.Kind parse(ByteRange range, HttpExchange exchange, FileFacts facts) {
        String value = exchange.header("Range");
        boolean counts = value != null
                && exchange.method().equals("GET")
                && Conditions.rangeApplies(exchange.header("If-Range"), facts.entityTag(), facts.modifiedSeconds());
        return counts ? range.parse(value, facts.sizeBytes()) : ByteRange.Kind.WHOLE;
    }

    private static void setPartFields(HttpExchange exchange, FileFacts facts, ByteRange range) {
        facts.setFields(exchange.status(206));
        exchange.setHeader("Content-Range", "bytes " + range.first() + '-' + range.last() + '/' + facts.sizeBytes());
    }

    private static void sendUnsatisfiable(HttpExchange exchange, FileFacts facts) {
        exchange.setHeader("Content-Range", "bytes */" + facts.sizeBytes()).setHeader("Accept-Ranges", "bytes");
        ErrorPages.send(exchange, 416);
    }
}
