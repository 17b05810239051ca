package io.ejet.log;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Writes times in one time zone, without allocating: the offset is kept with the span of time it holds for, and the calendar
 * is arithmetic.
 *
 * <p>Any thread. Years 0 to 9999.
 */
final class LogTime {
    private static final String[] MONTHS = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    private static final int SECONDS_PER_DAY = 86_400;

    private final ZoneRules rules;

    /** The last one that was needed. Several threads may replace it at once: each is right in itself, so any may win. */
    private Span span;

    LogTime(ZoneId zone) {
        rules = zone.getRules();
        span = spanAt(0);
    }

    /** {@code YYYY-MM-DD HH:MM:SS}. */
    void appendDateTime(long epochMs, StringBuilder record) {
        long local = localSecond(epochMs);
        appendDay(local, record);
        record.append(' ');
        appendClock(local, record);
    }

    /** {@code YYYY-MM-DD}. */
    void appendDate(long epochMs, StringBuilder record) {
        appendDay(localSecond(epochMs), record);
    }

    /** {@code HH:MM:SS}. */
    void appendTime(long epochMs, StringBuilder record) {
        appendClock(localSecond(epochMs), record);
    }

    /** {@code YYYY-MM-DDTHH:MM:SS+HH:MM} (RFC 3339). */
    void appendIso8601(long epochMs, StringBuilder record) {
        int offset = offsetSeconds(epochSecond(epochMs));
        long local = epochSecond(epochMs) + offset;
        appendDay(local, record);
        record.append('T');
        appendClock(local, record);
        appendOffset(offset, true, record);
    }

    /** {@code DD/Mon/YYYY:HH:MM:SS +HHMM}, as in the Common Log Format. */
    void appendCommon(long epochMs, StringBuilder record) {
        int offset = offsetSeconds(epochSecond(epochMs));
        long local = epochSecond(epochMs) + offset;
        int date = civilDate(Math.floorDiv(local, SECONDS_PER_DAY));
        appendTwo(date & 0x1F, record);
        record.append('/').append(MONTHS[(date >> 5 & 0xF) - 1]).append('/');
        appendFour(date >> 9, record);
        record.append(':');
        appendClock(local, record);
        record.append(' ');
        appendOffset(offset, false, record);
    }

    /** Whole seconds, a dot, three digits. */
    static void appendSeconds(long ms, StringBuilder record) {
        record.append(Math.floorDiv(ms, 1000L)).append('.');
        int rest = (int) Math.floorMod(ms, 1000L);
        record.append((char) ('0' + rest / 100));
        appendTwo(rest % 100, record);
    }

    static long epochSecond(long epochMs) {
        return Math.floorDiv(epochMs, 1000L);
    }

    private long localSecond(long epochMs) {
        long second = epochSecond(epochMs);
        return second + offsetSeconds(second);
    }

    private static void appendDay(long localSecond, StringBuilder record) {
        int date = civilDate(Math.floorDiv(localSecond, SECONDS_PER_DAY));
        appendFour(date >> 9, record);
        record.append('-');
        appendTwo(date >> 5 & 0xF, record);
        record.append('-');
        appendTwo(date & 0x1F, record);
    }

    private static void appendClock(long localSecond, StringBuilder record) {
        int second = Math.floorMod(localSecond, SECONDS_PER_DAY);
        appendTwo(second / 3600, record);
        record.append(':');
        appendTwo(second / 60 % 60, record);
        record.append(':');
        appendTwo(second % 60, record);
    }

    private static void appendOffset(int offsetSeconds, boolean colon, StringBuilder record) {
        int minutes = Math.abs(offsetSeconds) / 60;
        record.append(offsetSeconds < 0 ? '-' : '+');
        appendTwo(minutes / 60, record);
        if (colon) {
            record.append(':');
        }
        appendTwo(minutes % 60, record);
    }

    private static void appendFour(int value, StringBuilder record) {
        appendTwo(value / 100, record);
        appendTwo(value % 100, record);
    }

    private static void appendTwo(int value, StringBuilder record) {
        record.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
    }

    /**
     * The Gregorian date of a day counted from 1970-01-01, as {@code year << 9 | month << 5 | day}. Years are taken to begin
     * in March, so that a leap day comes last; then the months' lengths follow 153 days in five months.
     */
    private static int civilDate(long epochDay) {
        long day = epochDay + 719_468; // counted from 0000-03-01
        long era = Math.floorDiv(day, 146_097L); // 400 years
        int dayOfEra = (int) (day - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int monthFromMarch = (5 * dayOfYear + 2) / 153;
        int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        int month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        return year << 9 | month << 5 | dayOfMonth;
    }

    private int offsetSeconds(long epochSecond) {
        Span current = span;
        if (epochSecond < current.fromSecond || epochSecond >= current.untilSecond) {
            current = spanAt(epochSecond);
            span = current;
        }
        return current.offsetSeconds;
    }

    private Span spanAt(long epochSecond) {
        Instant instant = Instant.ofEpochSecond(epochSecond);
        int offset = rules.getOffset(instant).getTotalSeconds();
        ZoneOffsetTransition before = rules.previousTransition(instant.plusSeconds(1));
        ZoneOffsetTransition after = rules.nextTransition(instant);
        return new Span(
                before == null ? Long.MIN_VALUE : before.toEpochSecond(),
                after == null ? Long.MAX_VALUE : after.toEpochSecond(),
                offset);
    }

    /** An offset from UTC and when it holds. */
    private record Span(long fromSecond, long untilSecond, int offsetSeconds) {}
}
