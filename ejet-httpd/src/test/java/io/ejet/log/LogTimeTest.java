package io.ejet.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way to write a time, against java.time. */
class LogTimeTest {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    private static void check(LogTime time, ZoneId zone, long epochMs, String hint) {
        ZonedDateTime expected = Instant.ofEpochMilli(epochMs).atZone(zone);
        StringBuilder record = new StringBuilder();
        time.appendDateTime(epochMs, record);
        record.append('|');
        time.appendDate(epochMs, record);
        record.append('|');
        time.appendTime(epochMs, record);
        record.append('|');
        time.appendIso8601(epochMs, record);
        record.append('|');
        time.appendCommon(epochMs, record);
        assertEquals(
                String.join(
                        "|",
                        expected.format(DATE_TIME),
                        expected.format(DATE),
                        expected.format(TIME),
                        expected.format(ISO),
                        expected.format(COMMON)),
                record.toString(),
                () -> zone + " " + epochMs + " " + hint);
    }

    @Test
    void shouldAgreeWithTheCalendarWhenEveryDayOfEightCenturiesIsWritten() {
        LogTime time = new LogTime(ZoneOffset.UTC);
        long from = LocalDateTime.of(1600, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long to = LocalDateTime.of(2401, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        for (long second = from; second <= to; second += 86_400) {
            StringBuilder record = new StringBuilder();
            time.appendDate(second * 1000, record);
            assertEquals(
                    LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC)
                            .toLocalDate()
                            .toString(),
                    record.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "-11:30"})
    void shouldAgreeWithTheLibraryWhenTimesAreRandom(String name) {
        System.out.println("LogTimeTest " + name + " -Dseed=" + seed);
        ZoneId zone = ZoneId.of(name);
        LogTime time = new LogTime(zone);
        long first =
                LocalDateTime.of(1971, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
        long last =
                LocalDateTime.of(9999, 12, 31, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
        for (int i = 0; i < 2_000; i++) {
            long ms = first + (long) (random.nextDouble() * (last - first));
            check(time, zone, ms, "seed=" + seed);
            check(time, zone, ms + random.nextInt(2_000), "seed=" + seed); // mostly within the same span
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Pyongyang"})
    void shouldChangeTheOffsetInTheRightSecondWhenTheZoneDoes(String name) {
        ZoneId zone = ZoneId.of(name);
        Instant at = Instant.parse("1990-01-01T00:00:00Z");
        for (int i = 0; i < 100; i++) {
            ZoneOffsetTransition transition = zone.getRules().nextTransition(at);
            if (transition == null) {
                break;
            }
            at = transition.getInstant();
            long ms = at.toEpochMilli();
            for (long offset : new long[] {-1_000, -1, 0, 1, 999, -3_600_000, 3_600_000}) {
                LogTime fresh = new LogTime(zone);
                check(fresh, zone, ms + offset, "fresh");
                check(fresh, zone, ms, "after another span");
                check(fresh, zone, ms - 1, "back again");
            }
        }
    }

    @Test
    void shouldWriteSecondsWithThreeDigitsWhenMillisecondsAreGiven() {
        long[] times = {0, 1, 10, 100, 999, 1000, 61_007, 1_782_864_061_257L};
        String[] texts = {"0.000", "0.001", "0.010", "0.100", "0.999", "1.000", "61.007", "1782864061.257"};
        for (int i = 0; i < times.length; i++) {
            StringBuilder record = new StringBuilder();
            LogTime.appendSeconds(times[i], record);
            assertEquals(texts[i], record.toString());
        }
    }
}
