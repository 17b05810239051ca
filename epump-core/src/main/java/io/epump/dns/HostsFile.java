package io.epump.dns;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What hosts(5) says: names with their addresses. Immutable. Lines that are not understood are passed over, as libc does. */
final class HostsFile {
    private final Map<String, List<InetAddress>> byName;

    private HostsFile(Map<String, List<InetAddress>> byName) {
        this.byName = byName;
    }

    static HostsFile parse(String text) {
        Map<String, List<InetAddress>> byName = new HashMap<>();
        text.lines().forEach(line -> add(line, byName));
        return new HostsFile(byName);
    }

    private static void add(String line, Map<String, List<InetAddress>> byName) {
        int comment = line.indexOf('#');
        String[] words = Words.of(comment < 0 ? line : line.substring(0, comment));
        InetAddress address = words.length < 2 ? null : Literal.parse(words[0]);
        if (address == null) {
            return;
        }
        for (int i = 1; i < words.length; i++) {
            List<InetAddress> addresses = byName.computeIfAbsent(key(words[i]), name -> new ArrayList<>(1));
            if (!addresses.contains(address)) {
                addresses.add(address);
            }
        }
    }

    private static String key(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** The addresses of a name in lower case, null when it is not listed. */
    List<InetAddress> addresses(String name) {
        return byName.get(key(name));
    }
}
