package io.ejet.http;

import java.nio.charset.StandardCharsets;

/**
 * Dates as header fields write them (RFC 9110 section 5.6.7). Seconds since 1970, in UTC. No locale, no formatter, and nothing
 * allocated but the String that is asked for.
 */
public final class HttpDate {
    /** How long a date is that is written here, in bytes. */
    public static final int LENGTH = 29;

    private static final String DAYS = "SunMonTueWedThuFriSat";
    private static final String[] LONG_DAYS = {
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"
    };
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private static final String IMF = "???, ## ??? #### ##:##:## GMT";
    private static final String RFC850 = ", ##-???-## ##:##:## GMT"; // after the day's name
    private static final String ASCTIME = "??? ??? ?# ##:##:## ####";

    private static final int DAY_SECONDS = 86_400;
    private static final long MAX_SECONDS = 253_402_300_799L; // the end of the year 9999

    // the calendar is counted from 1 March of the year 0, so that a leap day is the last of its year
    private static final int DAYS_BEFORE_1970 = 719_468;
    private static final int DAYS_IN_400_YEARS = 146_097;

    private HttpDate() {}

    /**
     * Writes a date.
     *
     * @param epochSeconds seconds since 1970; outside of the years 1970 to 9999 the nearest that is inside
     * @param into where to
     * @param offset the index of the first of {@link #LENGTH} bytes
     */
    public static void format(long epochSeconds, byte[] into, int offset) {
        long seconds = Math.max(0, Math.min(epochSeconds, MAX_SECONDS));
        int days = (int) (seconds / DAY_SECONDS);
        int time = (int) (seconds % DAY_SECONDS);

        int marchDays = days + DAYS_BEFORE_1970;
        int century4 = marchDays / DAYS_IN_400_YEARS;
        int dayOf400 = marchDays % DAYS_IN_400_YEARS;
        int yearOf400 = (dayOf400 - dayOf400 / 1460 + dayOf400 / 36_524 - dayOf400 / 146_096) / 365;
        int dayOfYear = dayOf400 - daysBeforeYear(yearOf400);
        int marchMonth = (5 * dayOfYear + 2) / 153;
        int day = dayOfYear - daysBeforeMonth(marchMonth) + 1;
        int month = (marchMonth + 2) % 12;
        int year = century4 * 400 + yearOf400 + (month < 2 ? 1 : 0);

        name(into, offset, DAYS, weekday(days));
        into[offset + 3] = ',';
        into[offset + 4] = ' ';
        twoDigits(into, offset + 5, day);
        into[offset + 7] = ' ';
        name(into, offset + 8, MONTHS, month);
        into[offset + 11] = ' ';
        twoDigits(into, offset + 12, year / 100);
        twoDigits(into, offset + 14, year % 100);
        into[offset + 16] = ' ';
        twoDigits(into, offset + 17, time / 3600);
        into[offset + 19] = ':';
        twoDigits(into, offset + 20, time / 60 % 60);
        into[offset + 22] = ':';
        twoDigits(into, offset + 23, time % 60);
        into[offset + 25] = ' ';
        into[offset + 26] = 'G';
        into[offset + 27] = 'M';
        into[offset + 28] = 'T';
    }

    /**
     * Writes a date. Allocates.
     *
     * @param epochSeconds seconds since 1970; outside of the years 1970 to 9999 the nearest that is inside
     * @return for example {@code Sun, 06 Nov 1994 08:49:37 GMT}
     */
    public static String format(long epochSeconds) {
        byte[] text = new byte[LENGTH];
        format(epochSeconds, text, 0);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void name(byte[] into, int at, String names, int index) {
        for (int i = 0; i < 3; i++) {
            into[at + i] = (byte) names.charAt(3 * index + i);
        }
    }

    private static void twoDigits(byte[] into, int at, int number) {
        into[at] = (byte) ('0' + number / 10);
        into[at + 1] = (byte) ('0' + number % 10);
    }

    /**
     * Reads a date in the standard form or one of the two obsolete ones. The day's name must be the right one; it also tells the
     * century of a year of two digits.
     *
     * @param text a whole value, without white space around
     * @return seconds since 1970; -1 when this is no date, or one before 1970
     */
    public static long parse(String text) {
        if (fits(text, 0, IMF)) {
            int year = number(text, 12, 4);
            return seconds(index(DAYS, text, 0), year, index(MONTHS, text, 8), number(text, 5, 2), text, 17);
        }
        if (fits(text, 0, ASCTIME)) {
            int year = number(text, 20, 4);
            int day = text.charAt(8) == ' ' ? number(text, 9, 1) : number(text, 8, 2);
            return seconds(index(DAYS, text, 0), year, index(MONTHS, text, 4), day, text, 11);
        }
        for (int weekday = 0; weekday < LONG_DAYS.length; weekday++) {
            int at = LONG_DAYS[weekday].length();
            if (text.startsWith(LONG_DAYS[weekday]) && fits(text, at, RFC850)) {
                int year = number(text, at + 9, 2);
                int month = index(MONTHS, text, at + 5);
                int day = number(text, at + 2, 2);
                long last = seconds(weekday, 1900 + year, month, day, text, at + 12);
                return last >= 0 ? last : seconds(weekday, 2000 + year, month, day, text, at + 12);
            }
        }
        return -1;
    }

    /** Whether the text from {@code at} on is as the pattern says: # for a digit, ? for anything. */
    private static boolean fits(String text, int at, String pattern) {
        if (text.length() - at != pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            char c = text.charAt(at + i);
            if (wanted == '#' ? !Octets.isDigit(c) : wanted != '?' && wanted != c) {
                return false;
            }
        }
        return true;
    }

    /** Which of the names of three letters stands there, -1 for none. */
    private static int index(String names, String text, int at) {
        for (int i = 0; i < names.length(); i += 3) {
            if (names.regionMatches(i, text, at, 3)) {
                return i / 3;
            }
        }
        return -1;
    }

    /** -1 when there is anything but digits. */
    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            if (!Octets.isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    /** Months count from 0; the time, of eight characters, stands at {@code timeAt}; a leap second counts as the next one. */
    private static long seconds(int weekday, int year, int month, int day, String text, int timeAt) {
        int hour = number(text, timeAt, 2);
        int minute = number(text, timeAt + 3, 2);
        int second = number(text, timeAt + 6, 2);
        if (weekday < 0 || month < 0 || year < 1970 || day < 1 || hour > 23 || minute > 59 || second > 60) {
            return -1;
        }
        int marchYear = month < 2 ? year - 1 : year;
        int marchMonth = (month + 10) % 12;
        int yearLength = marchYear + 1; // its last month is the next year's February
        boolean leap = yearLength % 4 == 0 && (yearLength % 100 != 0 || yearLength % 400 == 0);
        int monthLength =
                marchMonth == 11 ? leap ? 29 : 28 : daysBeforeMonth(marchMonth + 1) - daysBeforeMonth(marchMonth);
        int days = marchYear / 400 * DAYS_IN_400_YEARS
                + daysBeforeYear(marchYear % 400)
                + daysBeforeMonth(marchMonth)
                + day
                - 1
                - DAYS_BEFORE_1970;
        if (day > monthLength || weekday(days) != weekday) {
            return -1;
        }
        return (long) days * DAY_SECONDS + hour * 3600L + minute * 60L + second;
    }

    private static int daysBeforeYear(int yearOf400) {
        return 365 * yearOf400 + yearOf400 / 4 - yearOf400 / 100;
    }

    /** Months count from March, 0. */
    private static int daysBeforeMonth(int marchMonth) {
        return (153 * marchMonth + 2) / 5;
    }

    /** Days since 1970, 0 or more, which began on a Thursday; Sunday is 0. */
    private static int weekday(int days) {
        return Math.floorMod(days + 4, 7);
    }
}
