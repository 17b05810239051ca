package io.ejet.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Who has just proved to be who he says, so that the requests of a page do not cost the time of bcrypt each. What is kept is not the
 * password but a digest with a key of this process, together with which reading of which file it was compared with: a file
 * that was read again makes all of this void.
 *
 * <p>Threading: one owner. Bounds: {@value #MOST} logins, the oldest gives way; each is believed {@value #KEPT_SECONDS} seconds,
 * which is also how long a user who is deleted may go on.
 */
public final class LoginMemory {
    static final int MOST = 1024;
    static final int KEPT_SECONDS = 10;

    private static final long KEPT_NS = TimeUnit.SECONDS.toNanos(KEPT_SECONDS);
    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    /** When each was proved; the oldest first. */
    private final Map<Digest, Long> proved = new LinkedHashMap<>();

    /** Half of an HMAC-SHA256: nobody finds two texts with the same. */
    private record Digest(long first, long second) {}

    /** Knows nobody. */
    public LoginMemory() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * Whether this was proved a moment ago.
     *
     * @param file who knows the user
     * @param authorization what the client has sent
     * @param nowNs the time now, of the monotonic clock
     * @return false if it has to be proved
     */
    public boolean isProved(UserFile file, String authorization, long nowNs) {
        Long provedNs = proved.isEmpty() ? null : proved.get(digest(file, authorization));
        return provedNs != null && nowNs - provedNs < KEPT_NS;
    }

    /**
     * It was proved.
     *
     * @param file who knows the user
     * @param authorization what the client has sent
     * @param nowNs the time now, of the monotonic clock
     */
    public void onProved(UserFile file, String authorization, long nowNs) {
        Digest digest = digest(file, authorization);
        proved.remove(digest); // it is the youngest now
        if (proved.size() == MOST) {
            proved.remove(proved.keySet().iterator().next());
        }
        proved.put(digest, nowNs);
    }

    private Digest digest(UserFile file, String authorization) {
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, file.readingId()));
        ByteBuffer made = ByteBuffer.wrap(mac.doFinal(authorization.getBytes(StandardCharsets.UTF_8)));
        return new Digest(made.getLong(), made.getLong());
    }
}
