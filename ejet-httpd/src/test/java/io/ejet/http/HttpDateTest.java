package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All three forms against the JDK's formatter, and everything that only looks like a date. */
class HttpDateTest {
    private static final DateTimeFormatter IMF =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter RFC850 =
            DateTimeFormatter.ofPattern("EEEE, dd-MMM-yy HH:mm:ss 'GMT'", Locale.ENGLISH);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);
    private static final long MAX_SECONDS = 253_402_300_799L;

    private static ZonedDateTime at(long epochSeconds) {
        return ZonedDateTime.ofInstant(Instant.ofEpochSecond(epochSeconds), ZoneOffset.UTC);
    }

    @Test
    void shouldAgreeWithTheJdkOnEveryDayOfThreeCenturies() {
        LocalDate end = LocalDate.of(2270, 1, 1);
        for (LocalDate day = LocalDate.of(1970, 1, 1); day.isBefore(end); day = day.plusDays(1)) {
            long seconds = day.toEpochDay() * 86_400 + day.getDayOfYear() * 229L;
            ZonedDateTime time = at(seconds);
            assertEquals(IMF.format(time), HttpDate.format(seconds));
            assertEquals(seconds, HttpDate.parse(IMF.format(time)));
            assertEquals(seconds, HttpDate.parse(ASCTIME.format(time)), ASCTIME.format(time));
            if (day.getYear() < 2100) {
                assertEquals(seconds, HttpDate.parse(RFC850.format(time)), RFC850.format(time));
            }
        }
    }

    @Test
    void shouldAgreeWithTheJdkWhenTimesAreRandom() {
        long seed = new Random().nextLong();
        System.out.println("HttpDateTest seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            long seconds = (long) (random.nextDouble() * MAX_SECONDS);
            String text = IMF.format(at(seconds));
            assertEquals(text, HttpDate.format(seconds));
            assertEquals(seconds, HttpDate.parse(text), text);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "-1,'Thu, 01 Jan 1970 00:00:00 GMT'",
        "-9223372036854775808,'Thu, 01 Jan 1970 00:00:00 GMT'",
        "253402300799,'Fri, 31 Dec 9999 23:59:59 GMT'",
        "253402300800,'Fri, 31 Dec 9999 23:59:59 GMT'",
        "9223372036854775807,'Fri, 31 Dec 9999 23:59:59 GMT'"
    })
    void shouldWriteTheNearestWhenTheTimeCannotBeWritten(long seconds, String text) {
        assertEquals(text, HttpDate.format(seconds));
    }

    @Test
    void shouldWriteJustItsBytesWhenGivenAnArray() {
        byte[] into = "[.............................]".getBytes(StandardCharsets.US_ASCII);
        HttpDate.format(784_111_777, into, 1);
        assertArrayEquals("[Sun, 06 Nov 1994 08:49:37 GMT]".getBytes(StandardCharsets.US_ASCII), into);
        assertEquals(HttpDate.LENGTH + 2, into.length);
    }

    @ParameterizedTest
    @CsvSource({
        "'Sun, 06 Nov 1994 08:49:37 GMT',784111777",
        "'Sunday, 06-Nov-94 08:49:37 GMT',784111777",
        "Sun Nov  6 08:49:37 1994,784111777",
        "Sun Nov 06 08:49:37 1994,784111777",
        "'Thu, 01 Jan 1970 00:00:00 GMT',0",
        "'Sat, 31 Dec 2016 23:59:60 GMT',1483228800",
        "'Thu, 29 Feb 2024 00:00:00 GMT',1709164800",
        "'Saturday, 29-Feb-20 00:00:00 GMT',1582934400"
    })
    void shouldReadEachForm(String text, long seconds) {
        assertEquals(seconds, HttpDate.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1994-11-06T08:49:37Z",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 Nov 1994 08:49:37 +0000",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:37 GMT",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun, 00 Nov 1994 08:49:37 GMT",
                "Thu, 31 Nov 1994 08:49:37 GMT",
                "Wed, 29 Feb 2023 00:00:00 GMT",
                "Mon, 29 Feb 2100 00:00:00 GMT",
                "Wed, 31 Dec 1969 23:59:59 GMT",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                " Sun, 06 Nov 1994 08:49:37 GMT",
                "Sun Nov 6 08:49:37 1994",
                "Sun Nov  0 08:49:37 1994",
                "Sun Nov  6 08:49:37 1994 GMT",
                "Sun, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06-Nov-1994 08:49:37 GMT",
                "Monday, 06-Nov-94 08:49:37 GMT",
                "Sunday, 06 Nov 94 08:49:37 GMT",
                "Sun, 06 Bad 1994 08:49:37 GMT",
                "Sun, 06 anF 1994 08:49:37 GMT",
                "Sunday",
                "Sunday, ",
                "unS, 06 Nov 1994 08:49:37 GMT"
            })
    void shouldAnswerMinusOneWhenItIsNoDate(String text) {
        assertEquals(-1, HttpDate.parse(text));
    }

    @Test
    void shouldReadNothingElseThanWasWrittenWhenOneCharacterIsBroken() {
        String text = "Tue, 29 Feb 2028 23:59:58 GMT";
        int other = 0;
        for (int i = 0; i < text.length(); i++) {
            for (char c = 0; c < 0x180; c++) {
                String broken = text.substring(0, i) + c + text.substring(i + 1);
                long seconds = HttpDate.parse(broken);
                if (seconds != -1) {
                    assertEquals(broken, HttpDate.format(seconds));
                    other++;
                }
            }
        }
        assertTrue(other > text.length(), "other=" + other);
    }
}
