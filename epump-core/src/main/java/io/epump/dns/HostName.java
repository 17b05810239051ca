package io.epump.dns;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Host names as text: which are fit to be asked for, and in which forms. Pure functions. */
final class HostName {
    private static final int MAX_CHARS = 253;
    private static final int MAX_LABEL_CHARS = 63;

    private HostName() {}

    /**
     * Whether a text is a host name: labels of 1 to 63 letters, digits, hyphens and underscores (which some hosts have against
     * the rule), 253 signs in all, perhaps a dot at the end. The last label is no number: that would be a misspelt address.
     */
    static boolean isValid(String text) {
        String name = withoutDot(text);
        if (name.isEmpty() || name.length() > MAX_CHARS) {
            return false;
        }
        int labelStart = 0;
        boolean isNumber = true;
        for (int i = 0; i <= name.length(); i++) {
            if (i == name.length() || name.charAt(i) == '.') {
                if (i == labelStart || i - labelStart > MAX_LABEL_CHARS) {
                    return false;
                }
                if (i < name.length()) {
                    isNumber = true;
                }
                labelStart = i + 1;
            } else if (!isSign(name.charAt(i))) {
                return false;
            } else {
                isNumber &= name.charAt(i) >= '0' && name.charAt(i) <= '9';
            }
        }
        return !isNumber;
    }

    private static boolean isSign(char sign) {
        return (sign >= 'a' && sign <= 'z')
                || (sign >= 'A' && sign <= 'Z')
                || (sign >= '0' && sign <= '9')
                || sign == '-'
                || sign == '_';
    }

    static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /** Whether it is this machine by definition (RFC 6761 section 6.3). */
    static boolean isLocalhost(String lowerName) {
        String name = withoutDot(lowerName);
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /**
     * The full names to ask for, in order (resolv.conf(5), search and ndots).
     *
     * @param key a valid name in lower case; with a dot at the end it is a full name already
     */
    static List<String> candidates(String key, ResolvConf conf) {
        if (key.endsWith(".")) {
            return List.of(withoutDot(key));
        }
        List<String> names = new ArrayList<>();
        boolean isFirst = key.chars().filter(sign -> sign == '.').count() >= conf.ndots();
        if (isFirst) {
            names.add(key);
        }
        for (String domain : conf.search()) {
            String name = key + "." + domain;
            if (isValid(name)) {
                names.add(name);
            }
        }
        if (!isFirst) {
            names.add(key);
        }
        return names;
    }
}
