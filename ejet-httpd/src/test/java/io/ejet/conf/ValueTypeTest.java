package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How the text of a value is read: numbers, sizes, times, switches, shares of the cores, words. */
class ValueTypeTest {
    private static final ValueType<Long> SIZE = ValueType.size(0, Long.MAX_VALUE);
    private static final ValueType<Duration> TIME = ValueType.time(Duration.ZERO, Duration.ofMillis(Long.MAX_VALUE));

    private static <T> void assertReads(T expected, ValueType<T> type, String... texts) {
        for (String text : texts) {
            assertEquals(expected, type.read(text), text);
        }
    }

    private static void assertRefuses(ValueType<?> type, String... texts) {
        for (String text : texts) {
            assertNull(type.read(text), text);
        }
    }

    @Test
    void shouldReadSizesInEveryUnit() {
        assertReads(0L, SIZE, "0", "0K", "000");
        assertReads(512L, SIZE, "512", "512b", "512 B", "0512");
        assertReads(64L << 10, SIZE, "64K", "64k", "64KB", "64 kb", "65536", "64  K");
        assertReads(3L << 20, SIZE, "3M", "3mb", "3072K");
        assertReads(2L << 30, SIZE, "2G", "2 GB");
        assertRefuses(SIZE, "", "K", "-1", "+1", "1.5K", "1T", "1 K B", "0x10", "1Kx", "٣", "64K 64K");
    }

    @Test
    void shouldRefuseSizesThatOverflow() {
        assertReads(((1L << 53) - 1) << 10, SIZE, (1L << 53) - 1 + "K");
        assertRefuses(SIZE, (1L << 53) + "K", "999999999999999999G", "9223372036854775807", "9".repeat(100));
    }

    @Test
    void shouldReadTimesInEveryUnit() {
        assertReads(Duration.ofSeconds(30), TIME, "30", "30s", "30 S", "30000ms");
        assertReads(Duration.ofMillis(1500), TIME, "1500ms", "1500 MS");
        assertReads(Duration.ofMinutes(2), TIME, "2m", "120");
        assertReads(Duration.ofHours(3), TIME, "3h", "3H");
        assertReads(Duration.ofDays(30), TIME, "30d", "30D");
        assertRefuses(TIME, "", "s", "1w", "1.5s", "-1", "1h30m", "1 year", "999999999999999999d");
    }

    @Test
    void shouldReadSwitches() {
        assertReads(true, ValueType.SWITCH, "on", "ON", "yes", "Yes", "true");
        assertReads(false, ValueType.SWITCH, "off", "Off", "no", "false");
        assertRefuses(ValueType.SWITCH, "", "1", "0", "onn", "enabled", " on");
    }

    @Test
    void shouldKeepNumbersInTheirRange() {
        ValueType<Integer> count = ValueType.count(2, 4);
        assertRefuses(count, "1", "5", "", "-3", "3K", "4294967299");
        assertReads(2, count, "2");
        assertReads(4, count, "4", "04");
        assertRefuses(ValueType.size(1, 1024), "0", "1025", "2K");
        assertRefuses(ValueType.time(Duration.ofMillis(1), Duration.ofSeconds(1)), "0", "2", "1001ms");
        assertEquals("a number from 2 to 4", count.expected());
        assertEquals(
                "a size from 1000 to 1G, in bytes or with K, M or G",
                ValueType.size(1000, 1 << 30).expected());
    }

    @Test
    void shouldReadAutoWhereItMayStandForANumber() {
        ValueType<Long> size = ValueType.size(0, 1024).orAuto(-1L);
        assertReads(-1L, size, "auto", "Auto", "AUTO");
        assertReads(1024L, size, "1K");
        assertRefuses(size, "-1", "2K", "", "automatic", " auto");
        assertRefuses(ValueType.size(0, 1024), "auto");
        assertEquals("a size from 0 to 1K, in bytes or with K, M or G, or auto", size.expected());
    }

    @Test
    void shouldReadNumbersOfThreads() {
        ValueType<ThreadCount> pumps = ValueType.threads(1);
        assertEquals(3, pumps.read("3").of(8, 8));
        assertEquals(8, pumps.read("auto").of(8, 8));
        assertEquals(0, ValueType.threads(0).read("Auto").of(8, 0));
        assertEquals(0, ValueType.threads(0).read("0").of(8, 8));
        assertRefuses(pumps, "0", "1025", "0%", "1001%", "%", "ten", "10 % of the cores", "");
    }

    @Test
    void shouldRoundSharesOfTheCoresAndGiveAtLeastOne() {
        ValueType<ThreadCount> type = ValueType.threads(0);
        assertEquals(1, type.read("10%").of(1, 0));
        assertEquals(1, type.read("10%").of(14, 0));
        assertEquals(2, type.read("10 %").of(15, 0));
        assertEquals(3, type.read("10%").of(32, 0));
        assertEquals(29, type.read("90%").of(32, 0));
        assertEquals(16, type.read("200%").of(8, 0));
        assertEquals(ThreadCount.MOST, type.read("1000%").of(4096, 0));
    }

    @Test
    void shouldReadWordsInAnyCase() {
        ValueType<String> word = ValueType.word("up", "down", "backup");
        assertReads("backup", word, "backup", "BackUp");
        assertRefuses(word, "", "upp", "up down");
        assertEquals("up, down or backup", word.expected());
        assertEquals("up, down or backup: no more", word.because("no more").expected());
    }

    @Test
    void shouldReadNamesAndMediaTypes() {
        for (String type :
                List.of("text/html", "application/vnd.oasis.opendocument.text", "image/svg+xml", "a/b; c=d")) {
            assertReads(type, ValueType.MEDIA_TYPE, type);
        }
        assertRefuses(
                ValueType.MEDIA_TYPE,
                "",
                "text",
                "text/",
                "/html",
                "text/a b",
                "text/html\n",
                "a/b;c",
                "a/".repeat(200));
        assertReads("index.html", ValueType.FILE_NAME, "index.html");
        assertReads(".hidden", ValueType.FILE_NAME, ".hidden");
        assertRefuses(ValueType.FILE_NAME, "", ".", "..", "a/b", "/a");
        assertReads("", ValueType.ANY, "");
        assertRefuses(ValueType.TEXT, "");
    }
}
