package io.ejet.log;

/** Finds the parts of a request in the texts as they came: of the target, of the Host field, of lists like a query. */
final class RequestText {
    private static final String AUTHORITY_FOLLOWS = "://";

    private RequestText() {}

    /** Where the path of a target begins; its end if an absolute target has none. */
    static int pathStart(String target) {
        int authority = authorityStart(target);
        if (authority < 0) {
            return 0;
        }
        int end = authorityEnd(target, authority);
        return end < target.length() && target.charAt(end) == '/' ? end : target.length();
    }

    /** Where the path of a target ends: at the first question mark or at its end. */
    static int pathEnd(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target.length() : query;
    }

    /** Where the authority of an absolute target begins; -1 for any other target. */
    static int authorityStart(String target) {
        if (target.isEmpty() || target.charAt(0) == '/') {
            return -1;
        }
        int scheme = target.indexOf(AUTHORITY_FOLLOWS);
        return scheme < 0 ? -1 : scheme + AUTHORITY_FOLLOWS.length();
    }

    /** Where an authority ends that begins at {@code start}. */
    static int authorityEnd(String target, int start) {
        int end = start;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    /** Where the host ends in an authority: before its port and a final dot. */
    static int hostEnd(String text, int start, int end) {
        int colon = text.lastIndexOf(':', end - 1);
        int bracket = text.lastIndexOf(']', end - 1);
        int hostEnd = colon >= start && colon > bracket ? colon : end;
        return hostEnd > start && text.charAt(hostEnd - 1) == '.' ? hostEnd - 1 : hostEnd;
    }

    /** Appends the value of {@code name=value} in a list; what stands for nothing when it is not there. */
    static void appendNamed(
            String list, int from, String name, char separator, Escaping escaping, StringBuilder record) {
        int at = from;
        while (list != null && at < list.length()) {
            int end = elementEnd(list, at, separator);
            while (at < end && list.charAt(at) == ' ') {
                at++;
            }
            int value = at + name.length();
            if (value < end && list.charAt(value) == '=' && list.startsWith(name, at)) {
                escaping.append(list, value + 1, end, record);
                return;
            }
            at = end + 1;
        }
        escaping.nothing(record);
    }

    /** Appends the value of the n-th {@code name=value} in a list, counted from 0; what stands for nothing when it is not there. */
    static void appendNth(String list, int from, int n, char separator, Escaping escaping, StringBuilder record) {
        int at = from;
        for (int i = 0; at < list.length(); i++) {
            int end = elementEnd(list, at, separator);
            if (i == n) {
                int equals = list.indexOf('=', at);
                escaping.append(list, equals < 0 || equals >= end ? end : equals + 1, end, record);
                return;
            }
            at = end + 1;
        }
        escaping.nothing(record);
    }

    private static int elementEnd(String list, int from, char separator) {
        int end = list.indexOf(separator, from);
        return end < 0 ? list.length() : end;
    }
}
