package io.ejet.conf;

import io.ejet.access.Network;
import io.ejet.access.RequestLimit;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a setting's text may be, and how it is read.
 *
 * @param <T> what it becomes
 */
final class ValueType<T> {
    /** Any text, an empty one too. */
    static final ValueType<String> ANY = new ValueType<>("a text", text -> text);

    static final ValueType<String> TEXT = new ValueType<>("a text", ValueType::notEmpty);
    static final ValueType<String> FILE = new ValueType<>("the name of a file", ValueType::notEmpty);
    static final ValueType<String> FOLDER = new ValueType<>("the name of a folder", ValueType::notEmpty);
    static final ValueType<String> FILE_NAME =
            new ValueType<>("the name of a file, without folder", ValueType::fileName);
    static final ValueType<Boolean> SWITCH = new ValueType<>("on or off", ValueType::onOrOff);
    static final ValueType<Network> NETWORK =
            new ValueType<>("an IP address, a network such as 10.0.0.0/8 or 2001:db8::/32, or all", Network::parse);
    static final ValueType<RequestLimit.Rate> RATE =
            new ValueType<>("a number from 1 to 1000000 and a time, such as 10/s or 600/m", RequestLimit.Rate::parse);
    static final ValueType<String> REALM =
            new ValueType<>("a text of ASCII characters, at most 255, or off", ValueType::realm);
    static final ValueType<String> SECRET =
            new ValueType<>("a text that nobody guesses: 16 to 255 ASCII characters without spaces", ValueType::secret);
    static final ValueType<String> MEDIA_TYPE = new ValueType<>("a media type such as text/html", ValueType::mediaType);

    private static final Pattern MEDIA_TYPE_FORM =
            Pattern.compile("[\\w!#$&^.+-]{1,127}/[\\w!#$&^.+-]{1,127}(\\s*;\\s*[\\w.+-]+=[\\w.+\"-]+)*");

    private final String expected;
    private final Function<String, T> reader;

    private ValueType(String expected, Function<String, T> reader) {
        this.expected = expected;
        this.reader = reader;
    }

    /** A number. */
    static ValueType<Integer> count(int least, int most) {
        return new ValueType<>("a number from " + least + " to " + most, text -> {
            long count = Quantity.count(text);
            return count < least || count > most ? null : (Integer) (int) count;
        });
    }

    /** A number of bytes. */
    static ValueType<Long> size(long least, long most) {
        String range = "from " + Quantity.ofBytes(least) + " to " + Quantity.ofBytes(most);
        return new ValueType<>("a size " + range + ", in bytes or with K, M or G", text -> {
            long size = Quantity.bytes(text);
            return size < least || size > most ? null : (Long) size;
        });
    }

    /** A time. */
    static ValueType<Duration> time(Duration least, Duration most) {
        String range =
                "from " + Quantity.ofMilliseconds(least.toMillis()) + " to " + Quantity.ofMilliseconds(most.toMillis());
        return new ValueType<>("a time " + range + ", in seconds or with ms, s, m, h or d", text -> {
            long ms = Quantity.milliseconds(text);
            return ms < least.toMillis() || ms > most.toMillis() ? null : Duration.ofMillis(ms);
        });
    }

    /** A number of threads. */
    static ValueType<ThreadCount> threads(int least) {
        return new ValueType<>(
                "a number from " + least + " to " + ThreadCount.MOST + ", a share of the cores such as 50%, or auto",
                text -> ThreadCount.parse(text, least));
    }

    /** One of a few words, in any case. */
    static ValueType<String> word(String... words) {
        List<String> known = List.of(words);
        String last = known.get(known.size() - 1);
        return new ValueType<>(String.join(", ", known.subList(0, known.size() - 1)) + " or " + last, text -> {
            String word = text.toLowerCase(Locale.ROOT);
            return known.contains(word) ? word : null;
        });
    }

    /** The same, or the word auto, which leaves it to the server. */
    ValueType<T> orAuto(T automatic) {
        return new ValueType<>(
                expected + ", or auto", text -> text.equalsIgnoreCase("auto") ? automatic : reader.apply(text));
    }

    /** The same, and why nothing else will do. */
    ValueType<T> because(String reason) {
        return new ValueType<>(expected + ": " + reason, reader);
    }

    private static String realm(String text) {
        boolean isRealm =
                !text.isEmpty() && text.length() <= 255 && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return isRealm ? text : null;
    }

    private static String secret(String text) {
        boolean isLong = text.length() >= 16 && text.length() <= 255;
        return isLong && text.chars().allMatch(c -> c > ' ' && c <= '~') ? text : null;
    }

    private static String notEmpty(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String fileName(String text) {
        boolean isName = !text.isEmpty() && text.indexOf('/') < 0 && !text.equals(".") && !text.equals("..");
        return isName ? text : null;
    }

    private static Boolean onOrOff(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "on", "yes", "true" -> true;
            case "off", "no", "false" -> false;
            default -> null;
        };
    }

    private static String mediaType(String text) {
        return text.length() <= 255 && MEDIA_TYPE_FORM.matcher(text).matches() ? text : null;
    }

    /** What would be right. */
    String expected() {
        return expected;
    }

    /** Reads a text; null if it is none of these. */
    T read(String text) {
        return reader.apply(text);
    }
}
