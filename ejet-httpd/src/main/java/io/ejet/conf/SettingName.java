package io.ejet.conf;

import java.util.Locale;

/** Names of settings: when two are the same, and how far apart they are. */
final class SettingName {
    private SettingName() {}

    /** One form for all spellings: spaces, underscores, hyphens and case make no difference. */
    static String normal(String name) {
        StringBuilder normal = new StringBuilder(name.length());
        boolean gap = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '_' || c == '-' || Character.isWhitespace(c)) {
                gap = true;
            } else {
                if (gap && normal.length() > 0) {
                    normal.append(' ');
                }
                gap = false;
                normal.append(c);
            }
        }
        return normal.toString().toLowerCase(Locale.ROOT);
    }

    /**
     * The name most like another one.
     *
     * @param name of which to find the nearest
     * @param known the names to choose from, the first of equally near ones wins
     * @return null if none is near: every third character may be wrong
     */
    static String nearest(String name, Iterable<String> known) {
        String nearest = null;
        int least = Math.max(1, Math.min(name.length(), 60) / 3) + 1;
        for (String candidate : known) {
            if (Math.abs(candidate.length() - name.length()) < least) {
                int distance = distance(name, candidate);
                if (distance < least) {
                    least = distance;
                    nearest = candidate;
                }
            }
        }
        return nearest;
    }

    /** How many characters must be inserted, deleted, replaced or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
