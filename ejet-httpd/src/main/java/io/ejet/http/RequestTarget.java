package io.ejet.http;

import java.nio.ByteBuffer;

/** Tells the form of a request's target and finds its host and its path (RFC 9112 section 3.2). */
final class RequestTarget {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    private RequestTarget() {}

    /** Writes form, path and host into the head, whose method and target are known. Returns null, or the fault. */
    static RequestFault check(RequestHead head, ByteBuffer bytes) {
        int start = head.targetStart();
        int end = head.targetEnd();
        if (head.isConnect()) {
            return checkAuthority(head, bytes, start, end);
        }
        if (bytes.get(start) == '/') {
            head.form(TargetForm.ORIGIN, start);
            return null;
        }
        if (bytes.get(start) == '*' && end == start + 1) {
            head.form(TargetForm.ASTERISK, end);
            return head.isOptions() ? null : RequestFault.BAD_TARGET_FORM;
        }
        return checkAbsolute(head, bytes, start, end);
    }

    private static RequestFault checkAuthority(RequestHead head, ByteBuffer bytes, int start, int end) {
        int hostEnd = Authority.hostEnd(bytes, start, end);
        if (hostEnd < 0 || !Authority.hasPort(bytes, hostEnd, end)) {
            return RequestFault.BAD_TARGET_FORM;
        }
        head.form(TargetForm.AUTHORITY, end);
        head.host(start, hostEnd);
        return null;
    }

    private static RequestFault checkAbsolute(RequestHead head, ByteBuffer bytes, int start, int end) {
        int authority = schemeEnd(bytes, start, end);
        if (authority < 0) {
            return RequestFault.BAD_TARGET_FORM;
        }
        int path = authority;
        while (path < end && bytes.get(path) != '/' && bytes.get(path) != '?') {
            path++;
        }
        int hostEnd = Authority.hostEnd(bytes, authority, path);
        if (hostEnd < 0) {
            return RequestFault.BAD_TARGET_FORM;
        }
        head.form(TargetForm.ABSOLUTE, path);
        head.host(authority, hostEnd);
        return null;
    }

    private static int schemeEnd(ByteBuffer bytes, int start, int end) {
        if (startsWith(bytes, start, end, HTTP)) {
            return start + HTTP.length();
        }
        return startsWith(bytes, start, end, HTTPS) ? start + HTTPS.length() : -1;
    }

    private static boolean startsWith(ByteBuffer bytes, int start, int end, String text) {
        return end - start >= text.length() && Octets.equalsIgnoreCase(bytes, start, start + text.length(), text);
    }
}
