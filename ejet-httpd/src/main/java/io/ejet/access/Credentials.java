package io.ejet.access;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * A name and a password, as a client sends them (RFC 7617 section 2).
 *
 * @param user the name: UTF-8 without control characters
 * @param password its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Credentials(String user, byte[] password) {
    private static final String SCHEME = "Basic ";

    /** A bound of our own on the field's value. */
    private static final int MOST_CHARACTERS = 4096;

    /**
     * Takes a field's value apart.
     *
     * @param authorization the value of Authorization; may be null
     * @return null if it holds none
     */
    public static Credentials of(String authorization) {
        if (authorization == null
                || authorization.length() > MOST_CHARACTERS
                || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException e) {
            return null;
        }
        int colon = 0;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        String user = colon == bytes.length || hasControls(bytes) ? null : text(bytes, colon);
        return user == null ? null : new Credentials(user, Arrays.copyOfRange(bytes, colon + 1, bytes.length));
    }

    private static boolean hasControls(byte[] bytes) {
        for (byte b : bytes) {
            if ((b >= 0 && b < ' ') || b == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static String text(byte[] bytes, int length) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** Without the password: it must not come into a log. */
    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
