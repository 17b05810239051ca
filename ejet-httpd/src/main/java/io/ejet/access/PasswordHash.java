package io.ejet.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.codec.digest.Md5Crypt;

/**
 * What a user file keeps of a password. Immutable; any thread. {@link #matches} takes its time, which is the purpose of bcrypt: not
 * for a pump.
 */
sealed interface PasswordHash {
    /** The costs that the htpasswd program can make: 4 takes about a millisecond, 17 some seconds. */
    Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-7])\\$[./A-Za-z0-9]{53}");

    /** {@code $apr1$}, up to eight characters of salt, the digest. */
    Pattern APR1 = Pattern.compile("(\\$apr1\\$[./A-Za-z0-9]{1,8})\\$[./A-Za-z0-9]{22}");

    /** What comes before the digest. */
    String SHA = "{SHA}";

    /**
     * Reads what stands behind a user's name.
     *
     * @param text any text
     * @return null if it is none of the three: crypt and plain text among them, which protect nothing
     */
    static PasswordHash of(String text) {
        Matcher apr1 = APR1.matcher(text);
        if (BCRYPT.matcher(text).matches()) {
            return new Bcrypt(text.getBytes(StandardCharsets.US_ASCII), Integer.parseInt(text.substring(4, 6)));
        } else if (apr1.matches()) {
            return new Apr1(text, apr1.group(1));
        }
        return text.startsWith(SHA) ? Sha.of(text.substring(SHA.length())) : null;
    }

    /**
     * Whether a password is the one.
     *
     * @param password its bytes, as the client has sent them
     */
    boolean matches(byte[] password);

    /** How long {@link #matches} takes, about: double for one more. */
    int cost();

    /** {@code $2y$}, {@code $2a$}, {@code $2b$}; the three mean the same here. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Bcrypt(byte[] hash, int cost) implements PasswordHash {
        /** What bcrypt looks at, whatever follows, as in every other program with these files. */
        private static final int MOST_BYTES = 72;

        @Override
        public boolean matches(byte[] password) {
            byte[] counted = password.length > MOST_BYTES ? Arrays.copyOf(password, MOST_BYTES) : password;
            return BCrypt.verifyer().verify(counted, hash).verified;
        }
    }

    /** Apache's variant of MD5-crypt: a thousand rounds. */
    record Apr1(String hash, String salt) implements PasswordHash {
        @Override
        public boolean matches(byte[] password) {
            // the library wipes the array that it is given
            String made = Md5Crypt.apr1Crypt(password.clone(), salt);
            return MessageDigest.isEqual(
                    made.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public int cost() {
            return 3;
        }
    }

    /** A SHA-1 without salt, which old files have. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Sha(byte[] digest) implements PasswordHash {
        private static final int DIGEST_BYTES = 20;

        static Sha of(String base64) {
            try {
                byte[] digest = Base64.getDecoder().decode(base64);
                return digest.length == DIGEST_BYTES ? new Sha(digest) : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        @Override
        public boolean matches(byte[] password) {
            try {
                return MessageDigest.isEqual(MessageDigest.getInstance("SHA-1").digest(password), digest);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e); // every Java has it
            }
        }

        @Override
        public int cost() {
            return 0;
        }
    }
}
