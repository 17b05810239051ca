package io.ejet.http;

import java.nio.ByteBuffer;

/**
 * What the fields mean that decide about a message's host, length and connection. Strict, because a proxy in front that reads
 * them otherwise would see other requests in the same bytes.
 */
final class HeadRules {
    private static final long MAX_TENTH = Long.MAX_VALUE / 10;

    private HeadRules() {}

    /** Takes one field with its trimmed value into the head; its first one when {@code again} is false. Returns null, or the fault. */
    static RequestFault onField(
            RequestHead head, KnownField field, boolean again, ByteBuffer bytes, int start, int end) {
        return switch (field) {
            case HOST -> again ? RequestFault.SEVERAL_HOSTS : onHost(head, bytes, start, end);
            case CONTENT_LENGTH ->
                again ? RequestFault.SEVERAL_CONTENT_LENGTHS : onContentLength(head, bytes, start, end);
            case TRANSFER_ENCODING -> onTransferEncoding(head, bytes, start, end);
            case CONNECTION -> onConnection(head, bytes, start, end);
            case EXPECT -> onExpect(head, bytes, start, end);
            default -> null;
        };
    }

    /** Looks at the fields together, after the last. Returns null, or the fault. */
    static RequestFault onEnd(RequestHead head) {
        if (head.isHttp11() && !head.has(KnownField.HOST)) {
            return RequestFault.MISSING_HOST;
        }
        if (!head.has(KnownField.TRANSFER_ENCODING)) {
            return null;
        }
        if (!head.isHttp11()) {
            return RequestFault.TRANSFER_CODING_IN_HTTP10;
        }
        if (head.has(KnownField.CONTENT_LENGTH)) {
            return RequestFault.LENGTH_AND_CODING;
        }
        if (!head.is(RequestHead.CHUNKED)) {
            return RequestFault.BAD_TRANSFER_CODING;
        }
        return head.is(RequestHead.OTHER_CODING) ? RequestFault.UNKNOWN_TRANSFER_CODING : null;
    }

    private static RequestFault onHost(RequestHead head, ByteBuffer bytes, int start, int end) {
        int hostEnd = Authority.hostEnd(bytes, start, end);
        if (hostEnd < 0) {
            return RequestFault.BAD_HOST;
        }
        boolean targetHasHost = head.form() == TargetForm.ABSOLUTE || head.form() == TargetForm.AUTHORITY;
        if (!targetHasHost) {
            head.host(start, hostEnd);
        }
        return null;
    }

    private static RequestFault onContentLength(RequestHead head, ByteBuffer bytes, int start, int end) {
        if (start == end) {
            return RequestFault.BAD_CONTENT_LENGTH;
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes.get(i) - '0';
            if (digit < 0 || digit > 9 || length > MAX_TENTH) {
                return RequestFault.BAD_CONTENT_LENGTH;
            }
            length = length * 10 + digit;
            if (length < 0) {
                return RequestFault.BAD_CONTENT_LENGTH;
            }
        }
        head.contentLength(length);
        return null;
    }

    /** Chunked must be the last coding of the last such field, and occur once; parameters are not known for any coding. */
    private static RequestFault onTransferEncoding(RequestHead head, ByteBuffer bytes, int start, int end) {
        int at = start;
        do {
            int comma = Octets.indexOf(bytes, ',', at, end);
            int first = Octets.skipBlanks(bytes, at, comma);
            int last = Octets.trimEnd(bytes, first, comma);
            boolean isToken = first < last && Octets.skipToken(bytes, first, last) == last;
            if (!isToken || head.is(RequestHead.CHUNKED)) {
                return RequestFault.BAD_TRANSFER_CODING;
            }
            boolean chunked = Octets.equalsIgnoreCase(bytes, first, last, "chunked");
            head.set(chunked ? RequestHead.CHUNKED : RequestHead.OTHER_CODING);
            at = comma + 1;
        } while (at <= end);
        return null;
    }

    private static RequestFault onConnection(RequestHead head, ByteBuffer bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int comma = Octets.indexOf(bytes, ',', at, end);
            int first = Octets.skipBlanks(bytes, at, comma);
            int last = Octets.trimEnd(bytes, first, comma);
            if (Octets.equalsIgnoreCase(bytes, first, last, "close")) {
                head.set(RequestHead.CLOSE);
            } else if (Octets.equalsIgnoreCase(bytes, first, last, "keep-alive")) {
                head.set(RequestHead.KEEP_ALIVE);
            }
            at = comma + 1;
        }
        return null;
    }

    private static RequestFault onExpect(RequestHead head, ByteBuffer bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int comma = Octets.indexOf(bytes, ',', at, end);
            int first = Octets.skipBlanks(bytes, at, comma);
            int last = Octets.trimEnd(bytes, first, comma);
            if (Octets.equalsIgnoreCase(bytes, first, last, "100-continue")) {
                head.set(RequestHead.CONTINUE);
            } else if (first < last) {
                head.set(RequestHead.OTHER_EXPECTATION);
            }
            at = comma + 1;
        }
        return null;
    }
}
