package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.conf.UnknownHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Random sites and names, against a model that compares every name of every host one after the other and takes the best. */
class SiteModelTest {
    private static final int SITES = 1000;
    private static final int REQUESTS = 30;
    private static final String[] LABELS = {"a", "b", "aa", "ab", "www", "x-1"};
    private static final List<HostMatch> MATCHES = List.of(HostMatch.values());
    private static final int[] PORTS = {0, 0, 0, 80, 8080};

    private final Random random;
    private final long seed;

    SiteModelTest() {
        seed = Long.getLong("seed", new Random().nextLong());
        random = new Random(seed);
    }

    @Test
    void shouldFindWhatTryingAllNamesFinds() {
        int found = 0;
        for (int i = 0; i < SITES; i++) {
            List<Host> hosts = hosts(random.nextInt(12));
            Site site = new Site(hosts, UnknownHost.NOT_FOUND, Terms.DEFAULTS);
            for (int j = 0; j < REQUESTS; j++) {
                String name = name(1 + random.nextInt(4));
                int port = random.nextInt(3) == 0 ? 0 : PORTS[random.nextInt(PORTS.length)];
                Host expected = expected(hosts, name, port == 0 ? 80 : port);
                Host actual = AskedHost.of(
                                anyCase(name) + (random.nextBoolean() ? "" : ".") + (port == 0 ? "" : ":" + port))
                        .in(site);
                assertEquals(shown(expected), shown(actual), () -> "seed " + seed + ", " + name + ":" + port);
                found += actual == null ? 0 : 1;
            }
        }
        assertTrue(found > SITES, "found=" + found);
    }

    private static String shown(Host host) {
        return host == null
                ? "none"
                : host.names().toString() + System.identityHashCode(host); // two may have the same names
    }

    private List<Host> hosts(int count) {
        List<Host> hosts = new ArrayList<>();
        Set<HostName> known = new HashSet<>();
        for (int i = 0; i < count; i++) {
            List<HostName> names = new ArrayList<>();
            for (int j = random.nextInt(3); j >= 0; j--) {
                HostName name = hostName();
                if (known.add(name)) {
                    names.add(name);
                }
            }
            hosts.add(new Host(names, List.of()));
        }
        return hosts;
    }

    private HostName hostName() {
        HostMatch match = MATCHES.get(random.nextInt(MATCHES.size()));
        String text = switch (match) {
            case DEFAULT -> "";
            case REGEX -> (random.nextBoolean() ? "^" : "") + LABELS[random.nextInt(LABELS.length)] + "\\.";
            default -> name(1 + random.nextInt(3));
        };
        return new HostName(match, text, PORTS[random.nextInt(PORTS.length)]);
    }

    private String name(int labels) {
        StringBuilder name = new StringBuilder(LABELS[random.nextInt(LABELS.length)]);
        for (int i = 1; i < labels; i++) {
            name.append('.').append(LABELS[random.nextInt(LABELS.length)]);
        }
        return name.toString();
    }

    private String anyCase(String name) {
        return random.nextBoolean() ? name : name.toUpperCase(Locale.ROOT);
    }

    /** A name that fits, and whose it is. */
    private record Candidate(HostName name, Host host, int order) {}

    private static Host expected(List<Host> hosts, String asked, int port) {
        List<Candidate> fitting = new ArrayList<>();
        for (Host host : hosts) {
            for (HostName name : host.names()) {
                if (fits(name, asked) && (name.port() == 0 || name.port() == port)) {
                    fitting.add(new Candidate(name, host, fitting.size()));
                }
            }
        }
        Comparator<Candidate> best = Comparator.comparing((Candidate candidate) -> candidate.name.match())
                .thenComparing(candidate ->
                        isRegex(candidate) ? 0 : -candidate.name.text().length())
                .thenComparing(candidate -> isRegex(candidate) ? 0 : -candidate.name.port())
                .thenComparing(Candidate::order);
        return fitting.stream().min(best).map(Candidate::host).orElse(null);
    }

    private static boolean isRegex(Candidate candidate) {
        return candidate.name.match() == HostMatch.REGEX;
    }

    private static boolean fits(HostName name, String asked) {
        return switch (name.match()) {
            case EXACT -> asked.equals(name.text());
            case LEADING_WILDCARD -> asked.endsWith("." + name.text());
            case TRAILING_WILDCARD -> asked.startsWith(name.text() + ".");
            case REGEX -> Pattern.compile(name.text()).matcher(asked).find();
            case DEFAULT -> true;
        };
    }
}
