package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import io.ejet.script.Regex;
import io.ejet.script.RegexException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the names of hosts: whole ones, wildcards, regular expressions, each perhaps with a port. For one thread. */
final class HostNameReader {
    /** As long as a name can be (RFC 1035 section 2.3.4). */
    private static final int MOST_CHARACTERS = 255;

    private static final Pattern NAME = Pattern.compile("[a-z0-9_-]+(\\.[a-z0-9_-]+)*");
    private static final Pattern BEYOND_ASCII = Pattern.compile("[^\\x00-\\x7f]");
    private static final String ALL = "*";
    private static final String REGEX = "~";
    private static final String REGEX_ANY_CASE = "~*";
    private static final String EXACT = "=";
    private static final String EXPECTED = "expected: a name such as www.example.org, *.example.org or www.example.*,"
            + " ~ and a regular expression, or * for the default host";

    private final ConfigErrors errors;

    /** A name, and where it was given. */
    record Given(HostName name, ConfigPlace place) {}

    /** A text without its port, and the port; negative if that is none. */
    private record Parts(String name, int port) {}

    HostNameReader(ConfigErrors errors) {
        this.errors = errors;
    }

    /**
     * The names of a host.
     *
     * @param host where they are given; without any it is the default host
     * @return those that are right; what is wrong has been told
     */
    List<Given> read(Section host) {
        List<Text> texts = new ArrayList<>();
        for (ConfigNode value : ConfigKeys.HOST_NAME.in(host)) {
            if (value instanceof Text text) {
                texts.add(text);
            }
        }
        List<Given> names = new ArrayList<>();
        if (texts.isEmpty() && ConfigKeys.HOST_NAME.in(host).isEmpty()) {
            names.add(new Given(HostName.DEFAULT, ConfigKeys.HOST_NAME.place(host)));
        } else if (texts.size() == 2 && isMark(texts.get(1).text())) {
            marked(texts.get(0), texts.get(1).text().trim(), names);
        } else {
            texts.forEach(text -> unmarked(text, names));
        }
        return withPort(names, host);
    }

    /** The port of the host is that of all its names. */
    private List<Given> withPort(List<Given> names, Section host) {
        int port = ConfigKeys.HOST_PORT.of(host, HostName.ANY_PORT);
        List<Given> all = new ArrayList<>();
        for (Given given : names) {
            int own = given.name.port();
            if (port != HostName.ANY_PORT && own != HostName.ANY_PORT && own != port) {
                errors.error(
                        given.place,
                        "this name has another port than its host, at " + ConfigKeys.HOST_PORT.place(host),
                        "expected: the port in one of the two places");
            } else {
                all.add(port == HostName.ANY_PORT ? given : new Given(given.name.withPort(port), given.place));
            }
        }
        return all;
    }

    /** Those among the names that are regular expressions, in their order. */
    static Expressions expressions(List<Given> names) {
        List<Regex> all = new ArrayList<>();
        for (Given given : names) {
            if (given.name.match() == HostMatch.REGEX) {
                all.add(Regex.compile(given.name.text(), true));
            }
        }
        return new Expressions(all, null);
    }

    private static boolean isMark(String text) {
        String mark = text.trim();
        return mark.equals(EXACT) || mark.equals(REGEX) || mark.equals(REGEX_ANY_CASE);
    }

    /** A name with the mark that the original has for it. */
    private void marked(Text text, String mark, List<Given> names) {
        if (mark.equals(EXACT)) {
            name(text, names);
        } else {
            regex(text, 0, names);
        }
    }

    private void unmarked(Text text, List<Given> names) {
        String written = text.text();
        if (isMark(written)) {
            errors.error(
                    text.place(),
                    "a mark goes with one name only",
                    "expected: [ name, mark ], or any number of names, with ~ before a regular expression");
        } else if (written.startsWith(REGEX)) {
            int start = written.startsWith(REGEX_ANY_CASE) ? REGEX_ANY_CASE.length() : REGEX.length();
            while (start < written.length() && Character.isWhitespace(written.charAt(start))) {
                start++;
            }
            regex(text, start, names);
        } else {
            name(text, names);
        }
    }

    /** Names have no case, so both marks mean the same. */
    private void regex(Text text, int start, List<Given> names) {
        String regex = text.text().substring(start);
        try {
            Regex.compile(regex, true);
            names.add(new Given(new HostName(HostMatch.REGEX, regex, HostName.ANY_PORT), text.place()));
        } catch (RegexException e) {
            errors.error(text.place().plus(start + e.index()), e.getMessage(), LocationReader.EXPECTED_REGEX);
        }
    }

    private void name(Text text, List<Given> names) {
        String written = text.text().toLowerCase(Locale.ROOT);
        Parts parts = parts(written);
        if (parts.port < 0) {
            errors.error(
                    text.place(),
                    Quoted.of(text.text()) + " has no port behind its colon",
                    "expected: a port from 1 to 65535, as in www.example.org:8080");
        } else if (BEYOND_ASCII.matcher(written).find()) {
            errors.error(
                    text.place(),
                    Quoted.of(text.text()) + " is not in ASCII, as names are in requests",
                    "expected: the form that begins with xn--");
        } else if (!add(parts, text.place(), names)) {
            errors.error(text.place(), Quoted.of(text.text()) + " is not a host name", EXPECTED);
        }
    }

    private static Parts parts(String written) {
        int colon = written.lastIndexOf(':');
        boolean isAddress = written.startsWith("[") && written.indexOf(']') > 0;
        boolean isPort = isAddress ? colon > written.indexOf(']') : colon > 0 && colon == written.indexOf(':');
        if (!isPort) {
            return new Parts(written, HostName.ANY_PORT);
        }
        long port = Quantity.count(written.substring(colon + 1));
        return new Parts(written.substring(0, colon), port < 1 || port > 65_535 ? -1 : (int) port);
    }

    /** Adds what a name means; false if it is none. */
    private static boolean add(Parts parts, ConfigPlace place, List<Given> names) {
        String name = parts.name.endsWith(".") ? parts.name.substring(0, parts.name.length() - 1) : parts.name;
        if (parts.name.isEmpty() || parts.name.equals(ALL)) {
            return add(HostMatch.DEFAULT, "", parts, place, names);
        } else if (name.startsWith("[")) {
            String address = Ip6Text.normal(parts.name);
            return address != null && add(HostMatch.EXACT, address, parts, place, names);
        } else if (name.startsWith("*.")) {
            return addName(HostMatch.LEADING_WILDCARD, name.substring(2), parts, place, names);
        } else if (name.endsWith(".*")) {
            return addName(HostMatch.TRAILING_WILDCARD, name.substring(0, name.length() - 2), parts, place, names);
        } else if (name.startsWith(".")) { // as nginx has it: the name and whatever ends so
            return addName(HostMatch.EXACT, name.substring(1), parts, place, names)
                    && addName(HostMatch.LEADING_WILDCARD, name.substring(1), parts, place, names);
        }
        return addName(HostMatch.EXACT, name, parts, place, names);
    }

    private static boolean addName(HostMatch match, String name, Parts parts, ConfigPlace place, List<Given> names) {
        boolean isName = name.length() <= MOST_CHARACTERS && NAME.matcher(name).matches();
        return isName && add(match, name, parts, place, names);
    }

    private static boolean add(HostMatch match, String text, Parts parts, ConfigPlace place, List<Given> names) {
        return names.add(new Given(new HostName(match, text, parts.port), place));
    }
}
