package io.ejet.http;

import static io.ejet.http.Conditions.Outcome.NOT_MODIFIED;
import static io.ejet.http.Conditions.Outcome.PRECONDITION_FAILED;
import static io.ejet.http.Conditions.Outcome.PROCEED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** All combinations of the four fields, each absent, true, false or meaningless, against the steps of RFC 9110 section 13.2.2. */
class ConditionsTest {
    private static final String TAG = "\"now\"";
    private static final long MODIFIED = 784_111_777;
    private static final String BEFORE = HttpDate.format(MODIFIED - 1);
    private static final String SAME = HttpDate.format(MODIFIED);
    private static final String AFTER = HttpDate.format(MODIFIED + 1);

    @Test
    void shouldFollowTheStandardsOrderWhateverIsCombined() {
        String[] tags = {null, TAG, "\"old\"", "*", "W/\"now\"", "\"old\", \"now\"", "rubbish", ""};
        String[] dates = {null, BEFORE, SAME, AFTER, "rubbish", ""};
        Set<Conditions.Outcome> seen = EnumSet.noneOf(Conditions.Outcome.class);
        for (boolean isGetOrHead : new boolean[] {true, false}) {
            for (String ifMatch : tags) {
                for (String ifUnmodifiedSince : dates) {
                    for (String ifNoneMatch : tags) {
                        for (String ifModifiedSince : dates) {
                            Conditions.Outcome outcome = Conditions.evaluate(
                                    isGetOrHead,
                                    ifMatch,
                                    ifUnmodifiedSince,
                                    ifNoneMatch,
                                    ifModifiedSince,
                                    TAG,
                                    MODIFIED);
                            Conditions.Outcome expected =
                                    model(isGetOrHead, ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince);
                            assertEquals(
                                    expected,
                                    outcome,
                                    () -> isGetOrHead + " " + ifMatch + " " + ifUnmodifiedSince + " " + ifNoneMatch
                                            + " " + ifModifiedSince);
                            seen.add(outcome);
                        }
                    }
                }
            }
        }
        assertEquals(EnumSet.allOf(Conditions.Outcome.class), seen);
    }

    private static Conditions.Outcome model(
            boolean isGetOrHead, String ifMatch, String ifUnmodifiedSince, String ifNoneMatch, String ifModifiedSince) {
        if (ifMatch != null && !ifMatch.equals("*") && !ifMatch.matches("(.*, )?\"now\"")) {
            return PRECONDITION_FAILED;
        }
        if (ifMatch == null && BEFORE.equals(ifUnmodifiedSince)) {
            return PRECONDITION_FAILED;
        }
        if (ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains("\"now\""))) {
            return isGetOrHead ? NOT_MODIFIED : PRECONDITION_FAILED;
        }
        boolean fresh = SAME.equals(ifModifiedSince) || AFTER.equals(ifModifiedSince);
        return ifNoneMatch == null && isGetOrHead && fresh ? NOT_MODIFIED : PROCEED;
    }

    @Test
    void shouldServeARangeWhenIfRangeIsWhatIsThere() {
        assertTrue(Conditions.rangeApplies(null, TAG, MODIFIED));
        assertTrue(Conditions.rangeApplies(TAG, TAG, MODIFIED));
        assertTrue(Conditions.rangeApplies(SAME, TAG, MODIFIED));
        assertTrue(Conditions.rangeApplies(SAME, null, MODIFIED));
    }

    @Test
    void shouldServeEverythingWhenIfRangeIsSomethingElse() {
        for (String other :
                new String[] {"\"old\"", "W/\"now\"", "*", "\"now\", \"old\"", BEFORE, AFTER, "rubbish", ""}) {
            assertFalse(Conditions.rangeApplies(other, TAG, MODIFIED), other);
        }
        assertFalse(Conditions.rangeApplies("W/\"now\"", "W/\"now\"", MODIFIED));
        assertFalse(Conditions.rangeApplies(TAG, null, MODIFIED));
        assertFalse(Conditions.rangeApplies("rubbish", TAG, -1)); // -1 is also how a date is refused
    }
}
