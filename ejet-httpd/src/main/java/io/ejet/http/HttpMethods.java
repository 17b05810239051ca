package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The names of the registered methods (RFC 9110 section 16.1), so that a method from the wire becomes a String without making one. */
final class HttpMethods {
    private static final int SLOTS = 256; // a power of two, mostly empty: few names share a slot
    private static final String[] NAMES = new String[SLOTS];

    static {
        String registered = """
                GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH
                ACL BASELINE-CONTROL BIND CHECKIN CHECKOUT COPY LABEL LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL
                MKREDIRECTREF MKWORKSPACE MOVE ORDERPATCH PRI PROPFIND PROPPATCH QUERY REBIND REPORT SEARCH UNBIND
                UNCHECKOUT UNLINK UNLOCK UPDATE UPDATEREDIRECTREF VERSION-CONTROL
                """;
        for (String word : registered.strip().split("\\s+", -1)) {
            put(word.intern());
        }
    }

    private HttpMethods() {}

    private static void put(String name) {
        int slot = slot(name.hashCode());
        while (NAMES[slot] != null) {
            slot = slot(slot + 1);
        }
        NAMES[slot] = name;
    }

    private static int slot(int hash) {
        return hash & (SLOTS - 1);
    }

    /** The method's name: a constant for a registered one, a new String for any other. */
    static String of(ByteBuffer bytes, int start, int end) {
        int hash = 0; // as String.hashCode
        for (int i = start; i < end; i++) {
            hash = 31 * hash + bytes.get(i);
        }
        for (int slot = slot(hash); NAMES[slot] != null; slot = slot(slot + 1)) {
            if (equals(bytes, start, end, NAMES[slot])) {
                return NAMES[slot];
            }
        }
        return Octets.string(bytes, start, end, StandardCharsets.US_ASCII);
    }

    private static boolean equals(ByteBuffer bytes, int start, int end, String name) {
        if (end - start != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes.get(start + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
