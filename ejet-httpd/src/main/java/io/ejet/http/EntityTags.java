package io.ejet.http;

/**
 * Whether the list of entity tags in If-Match or If-None-Match has the one of a representation (RFC 9110 sections 8.8.3, 13.1.1
 * and 13.1.2). What follows a malformed tag counts as not there. Allocates nothing.
 */
public final class EntityTags {
    private static final String WEAK = "W/";
    private static final String ANY = "*";

    private EntityTags() {}

    /**
     * Weak comparison, for If-None-Match: the tags are equal but for a weak mark.
     *
     * @param list the field's value; several fields joined by commas
     * @param tag of the present representation, with its quotes and perhaps a weak mark; null when it has none
     * @return true when the list has it, or is {@code *}
     */
    public static boolean matchesWeakly(String list, String tag) {
        return list.equals(ANY) || (tag != null && contains(list, tag, false));
    }

    /**
     * Strong comparison, for If-Match: the tags are equal and neither is weak.
     *
     * @param list the field's value; several fields joined by commas
     * @param tag of the present representation, with its quotes and perhaps a weak mark; null when it has none
     * @return true when the list has it, or is {@code *}
     */
    public static boolean matchesStrongly(String list, String tag) {
        return list.equals(ANY) || (tag != null && !tag.startsWith(WEAK) && contains(list, tag, true));
    }

    private static boolean contains(String list, String tag, boolean strongly) {
        int tagStart = tag.startsWith(WEAK) ? WEAK.length() : 0;
        int tagLength = tag.length() - tagStart;
        int at = skipSeparators(list, 0);
        while (at < list.length()) {
            boolean weak = list.startsWith(WEAK, at);
            int start = weak ? at + WEAK.length() : at;
            int end = tagEnd(list, start);
            if (end < 0) {
                return false;
            }
            boolean equal = end - start == tagLength && list.regionMatches(start, tag, tagStart, tagLength);
            if (equal && !(strongly && weak)) {
                return true;
            }
            at = skipBlanks(list, end);
            if (at < list.length() && list.charAt(at) != ',') {
                return false;
            }
            at = skipSeparators(list, at);
        }
        return false;
    }

    /** The index after the closing quote of what begins at {@code start}, -1 when this is no tag. */
    private static int tagEnd(String list, int start) {
        if (start >= list.length() || list.charAt(start) != '"') {
            return -1;
        }
        int i = start + 1;
        while (i < list.length() && list.charAt(i) > ' ' && list.charAt(i) != '"' && list.charAt(i) != Octets.DEL) {
            i++;
        }
        return i < list.length() && list.charAt(i) == '"' ? i + 1 : -1;
    }

    private static int skipBlanks(String list, int at) {
        int i = at;
        while (i < list.length() && Octets.isBlank(list.charAt(i))) {
            i++;
        }
        return i;
    }

    private static int skipSeparators(String list, int at) {
        int i = skipBlanks(list, at);
        while (i < list.length() && list.charAt(i) == ',') {
            i = skipBlanks(list, i + 1);
        }
        return i;
    }
}
