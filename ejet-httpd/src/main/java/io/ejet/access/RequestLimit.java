package io.ejet.access;

import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Template;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/**
 * How many requests may come in a time for each value of a key. All places of the configuration that a limit holds for count
 * together.
 *
 * <p>Threading: any thread. Bounds: those of {@link RateTable}; a key of more than {@value #MOST_KEY_CHARACTERS} characters is kept
 * as its digest.
 */
public final class RequestLimit {
    /** How many keys are kept unless that is set. */
    public static final int DEFAULT_ENTRIES = 65_536;

    private static final int MOST_KEY_CHARACTERS = 255;

    private final Template key;
    private final Rate rate;
    private final int burst;
    private final RateTable table;

    /**
     * So many requests in a time.
     *
     * @param requests how many, 1 to {@value #MOST}
     * @param unit a second or a minute
     */
    public record Rate(int requests, TimeUnit unit) {
        private static final int MOST = 1_000_000;

        /**
         * Reads {@code 10/s}, {@code 10r/s}, {@code 600/m} or {@code 600r/m}.
         *
         * @param text any text
         * @return null if it is none
         */
        public static Rate parse(String text) {
            int digits = 0;
            while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
                digits++;
            }
            TimeUnit unit = switch (text.substring(digits).replace(" ", "")) {
                case "/s", "r/s" -> TimeUnit.SECONDS;
                case "/m", "r/m" -> TimeUnit.MINUTES;
                default -> null;
            };
            if (unit == null || digits == 0 || digits > 7) {
                return null;
            }
            int requests = Integer.parseInt(text.substring(0, digits));
            return requests < 1 || requests > MOST ? null : new Rate(requests, unit);
        }

        long intervalNs() {
            return unit.toNanos(1) / requests;
        }

        @Override
        public String toString() {
            return requests + (unit == TimeUnit.SECONDS ? "/s" : "/m");
        }
    }

    /**
     * A limit that has seen nobody yet.
     *
     * @param key what is counted apart
     * @param rate how many
     * @param burst how many more may come at once, 0 to 1000000
     * @param entries how many keys are kept, about
     */
    public RequestLimit(Template key, Rate rate, int burst, int entries) {
        this.key = key;
        this.rate = rate;
        this.burst = burst;
        this.table = new RateTable(rate.intervalNs(), burst, entries);
    }

    /**
     * A request wants in.
     *
     * @param run the request
     * @param nowNs the time now, of the monotonic clock
     * @return 0 if it may, and it is counted, unless its key is empty; else after how many nanoseconds it may
     * @throws ScriptException when the key becomes too long
     */
    public long waitNs(ScriptRun run, long nowNs) {
        String kept = kept(run);
        return kept.isEmpty() ? 0 : table.take(kept, nowNs);
    }

    /**
     * A request that this limit has just let in is refused by another one: it does not count.
     *
     * @param run the request, as it was
     */
    public void giveBack(ScriptRun run) {
        String kept = kept(run);
        if (!kept.isEmpty()) {
            table.giveBack(kept);
        }
    }

    private String kept(ScriptRun run) {
        String text = key.text(run);
        return text.length() > MOST_KEY_CHARACTERS ? digest(text) : text;
    }

    private static String digest(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /**
     * How often a key had to be forgotten that was not idle: there are too few entries. Any thread.
     *
     * @return the count
     */
    public long forgotten() {
        return table.forgotten();
    }

    @Override
    public String toString() {
        return rate + " burst " + burst;
    }
}
