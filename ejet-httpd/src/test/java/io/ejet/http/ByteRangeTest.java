package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All small ranges of small files against the bytes they name one by one, and numbers at the edge. */
class ByteRangeTest {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final ByteRange range = new ByteRange();
    private final Set<ByteRange.Kind> seen = EnumSet.noneOf(ByteRange.Kind.class);

    @Test
    void shouldNameTheSameBytesAsTheModelWhenRangesAreSmall() {
        String[] symbols = {"0", "1", "2", "3", "-", ",", " ", "x"};
        for (int length = 0; length <= 4; length++) {
            int bytes = length;
            Symbols.forEach(
                    "bytes=", symbols, 5, value -> assertEquals(model(value, bytes), parse(value, bytes), value));
        }
        assertEquals(EnumSet.allOf(ByteRange.Kind.class), seen);
    }

    private String parse(String value, long length) {
        ByteRange.Kind kind = range.parse(value, length);
        seen.add(kind);
        if (kind != ByteRange.Kind.PART) {
            return kind.toString();
        }
        assertEquals(range.last() - range.first() + 1, range.count());
        return range.first() + "-" + range.last();
    }

    private static String model(String value, int length) {
        Matcher one = ONE_RANGE.matcher(value);
        if (!one.matches() || value.equals("bytes=-")) {
            return "WHOLE";
        }
        boolean suffix = one.group(1).isEmpty();
        int number = Integer.parseInt(suffix ? one.group(2) : one.group(1));
        int last = suffix || one.group(2).isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(one.group(2));
        if ((!suffix && last < number) || (suffix && number > 0 && length == 0)) {
            return "WHOLE";
        }
        int first = -1;
        int end = -1;
        for (int i = 0; i < length; i++) {
            boolean named = suffix ? length - i <= number : i >= number && i <= last;
            if (named) {
                first = first < 0 ? i : first;
                end = i;
            }
        }
        return first < 0 ? "UNSATISFIABLE" : first + "-" + end;
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-9223372036854775807,0-9",
        "bytes=0-99999999999999999999,0-9",
        "bytes=-99999999999999999999,0-9",
        "bytes=-9223372036854775808,0-9",
        "bytes=9223372036854775807-,UNSATISFIABLE",
        "bytes=99999999999999999999-,UNSATISFIABLE",
        "bytes=18446744073709551616-18446744073709551617,UNSATISFIABLE",
        "bytes=18446744073709551616-1,WHOLE",
        "bytes=00000000000000000000000002-3,2-3",
        "BYTES=2-3,2-3",
        "Bytes=2-3,2-3"
    })
    void shouldNotOverflowWhenNumbersAreLarge(String value, String expected) {
        assertEquals(expected, parse(value, 10));
    }

    @Test
    void shouldReachTheEndOfTheLongestFile() {
        assertEquals("9223372036854775806-9223372036854775806", parse("bytes=9223372036854775806-", Long.MAX_VALUE));
        assertEquals("9223372036854775806-9223372036854775806", parse("bytes=-1", Long.MAX_VALUE));
        assertEquals("UNSATISFIABLE", parse("bytes=9223372036854775807-", Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes 0-1",
                "items=0-1",
                "bytes=0-1,2-3",
                "bytes=0-1,",
                "bytes=,0-1",
                "bytes=0 -1",
                "bytes= 0-1",
                "bytes =0-1",
                "bytes=0-1-2",
                "bytes=--1",
                "bytes=+0-1",
                "bytes=0-0x1",
                "bytes=2-1",
                "bytes=a-b",
                "-bytes=0"
            })
    void shouldSendEverythingWhenItIsNotOneRange(String value) {
        assertEquals("WHOLE", parse(value, 10));
    }
}
