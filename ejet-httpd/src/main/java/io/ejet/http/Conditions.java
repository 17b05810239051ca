package io.ejet.http;

/**
 * Conditional requests for something that exists, in the order of RFC 9110 section 13.2.2. Allocates nothing.
 *
 * <p>Field values are null when the request has no such field; several fields of one name are joined by commas. Times are
 * seconds since 1970.
 */
public final class Conditions {
    /** How the request is to be answered. */
    public enum Outcome {
        /** As without conditions. */
        PROCEED,
        /** With 304. */
        NOT_MODIFIED,
        /** With 412. */
        PRECONDITION_FAILED
    }

    private Conditions() {}

    /**
     * Evaluates all conditions but If-Range.
     *
     * @param isGetOrHead whether the method is GET or HEAD: only these are answered with 304
     * @param ifMatch If-Match
     * @param ifUnmodifiedSince If-Unmodified-Since; counts only without If-Match, and when it is a date
     * @param ifNoneMatch If-None-Match
     * @param ifModifiedSince If-Modified-Since; counts only without If-None-Match, and when it is a date
     * @param tag the present entity tag, with its quotes; null when there is none
     * @param modifiedSeconds when it was last modified
     * @return how to answer
     */
    public static Outcome evaluate(
            boolean isGetOrHead,
            String ifMatch,
            String ifUnmodifiedSince,
            String ifNoneMatch,
            String ifModifiedSince,
            String tag,
            long modifiedSeconds) {
        boolean expected = ifMatch != null
                ? EntityTags.matchesStrongly(ifMatch, tag)
                : !isModifiedSince(ifUnmodifiedSince, modifiedSeconds, false);
        if (!expected) {
            return Outcome.PRECONDITION_FAILED;
        }
        if (ifNoneMatch != null) {
            boolean known = EntityTags.matchesWeakly(ifNoneMatch, tag);
            return !known ? Outcome.PROCEED : isGetOrHead ? Outcome.NOT_MODIFIED : Outcome.PRECONDITION_FAILED;
        }
        boolean fresh = isGetOrHead && !isModifiedSince(ifModifiedSince, modifiedSeconds, true);
        return fresh ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /**
     * Whether the Range field of a GET request counts (RFC 9110 section 13.1.5). A date counts as strong: that the file did not
     * change twice in its second is for the one who made the date to know.
     *
     * @param ifRange If-Range
     * @param tag the present entity tag, with its quotes; null when there is none
     * @param modifiedSeconds when it was last modified
     * @return true without If-Range, or when it is the present tag, strongly, or exactly the present date
     */
    public static boolean rangeApplies(String ifRange, String tag, long modifiedSeconds) {
        if (ifRange == null) {
            return true;
        }
        if (ifRange.startsWith("\"")) {
            return ifRange.equals(tag);
        }
        return modifiedSeconds >= 0 && HttpDate.parse(ifRange) == modifiedSeconds;
    }

    private static boolean isModifiedSince(String date, long modifiedSeconds, boolean withoutDate) {
        long seconds = date == null ? -1 : HttpDate.parse(date);
        return seconds < 0 ? withoutDate : modifiedSeconds > seconds;
    }
}
