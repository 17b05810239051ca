package io.ejet.conf;

import java.util.Locale;
import java.util.Map;

/** Numbers with a unit, as {@code 64K}, {@code 1 GB}, {@code 500ms}, {@code 30}. */
final class Quantity {
    private static final Map<String, Long> BYTES = Map.of(
            "", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g", 1L << 30, "gb",
            1L << 30);

    private static final Map<String, Long> MILLISECONDS =
            Map.of("", 1_000L, "ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    private static final Map<String, Long> ONES = Map.of("", 1L);

    private Quantity() {}

    /** A size in bytes; -1 if the text is none. */
    static long bytes(String text) {
        return number(text, BYTES);
    }

    /** A time in milliseconds; without unit the number means seconds; -1 if the text is none. */
    static long milliseconds(String text) {
        return number(text, MILLISECONDS);
    }

    /** A number without unit; -1 if the text is none. */
    static long count(String text) {
        return number(text, ONES);
    }

    private static long number(String text, Map<String, Long> units) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        Long unit = units.get(text.substring(digits).trim().toLowerCase(Locale.ROOT));
        if (digits == 0 || digits > 18 || unit == null) {
            return -1;
        }
        long number = Long.parseLong(text.substring(0, digits));
        return number > Long.MAX_VALUE / unit ? -1 : number * unit;
    }

    /** A size as the configuration would say it, in the largest unit that fits. */
    static String ofBytes(long bytes) {
        if (bytes == 0 || bytes % 1024 != 0) {
            return Long.toString(bytes);
        } else if (bytes % (1 << 20) != 0) {
            return (bytes >> 10) + "K";
        }
        return bytes % (1 << 30) != 0 ? (bytes >> 20) + "M" : (bytes >> 30) + "G";
    }

    /** A time as the configuration would say it, in the largest unit that fits. */
    static String ofMilliseconds(long ms) {
        if (ms == 0 || ms % 1_000 != 0) {
            return ms + "ms";
        } else if (ms % 60_000 != 0) {
            return ms / 1_000 + "s";
        } else if (ms % 3_600_000 != 0) {
            return ms / 60_000 + "m";
        }
        return ms % 86_400_000 != 0 ? ms / 3_600_000 + "h" : ms / 86_400_000 + "d";
    }
}
