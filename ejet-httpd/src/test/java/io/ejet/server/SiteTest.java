package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.conf.UnknownHost;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which host a name leads to: the order of comparisons, ports, bounds; and what that costs. */
class SiteTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 50_000;
    private static final int WINDOWS = 6;

    private final List<Host> hosts = new ArrayList<>();
    private int found; // so that nothing is found to be without effect

    private Host add(HostMatch match, String text, int port) {
        Host host = new Host(List.of(new HostName(match, text, port)), List.of());
        hosts.add(host);
        return host;
    }

    private Host add(HostMatch match, String text) {
        return add(match, text, HostName.ANY_PORT);
    }

    private Site site() {
        return new Site(hosts, UnknownHost.NOT_FOUND, Terms.DEFAULTS);
    }

    private Host asked(String authority) {
        return AskedHost.of(authority).in(site());
    }

    @Test
    void shouldGoFromTheNarrowestComparisonToTheWidest() {
        Host otherwise = add(HostMatch.DEFAULT, "");
        Host regex = add(HostMatch.REGEX, "e\\.o");
        Host beginning = add(HostMatch.TRAILING_WILDCARD, "www.example");
        Host longerBeginning = add(HostMatch.TRAILING_WILDCARD, "www.example.org");
        Host end = add(HostMatch.LEADING_WILDCARD, "org");
        Host longerEnd = add(HostMatch.LEADING_WILDCARD, "example.org");
        Host exact = add(HostMatch.EXACT, "www.example.org");
        assertSame(exact, asked("www.example.org"));
        assertSame(longerEnd, asked("w.example.org"));
        assertSame(longerEnd, asked("a.b.example.org"));
        assertSame(end, asked("example.org"));
        assertSame(longerBeginning, asked("www.example.org.uk"));
        assertSame(beginning, asked("www.example.net"));
        assertSame(beginning, asked("www.example.co.uk"));
        assertSame(regex, asked("some.of.these"));
        assertSame(otherwise, asked("org"));
        assertSame(otherwise, asked("www.example"));
        assertSame(otherwise, asked("xexample.com"));
        assertSame(otherwise, AskedHost.none().in(site()));
    }

    @Test
    void shouldTakeTheFirstRegularExpressionThatIsFound() {
        Host first = add(HostMatch.REGEX, "^w");
        Host second = add(HostMatch.REGEX, "Org$");
        assertSame(first, asked("WWW.example.org"));
        assertSame(second, asked("example.ORG."));
        assertNull(asked("example.com"));
    }

    @Test
    void shouldCompareWithoutCaseAndFinalDot() {
        Host exact = add(HostMatch.EXACT, "a.org");
        assertSame(exact, asked("A.oRg."));
        assertSame(exact, asked("a.ORG.:8080"));
        Host end = add(HostMatch.LEADING_WILDCARD, "b.org");
        assertSame(end, asked("X.B.Org."));
        assertSame(exact, asked("A.oRg."));
        assertSame(end, AskedHost.ofTarget("x.B.org").in(site()));
    }

    @Test
    void shouldPreferWhatIsForThePortThatIsAskedFor() {
        Host any = add(HostMatch.EXACT, "a.org");
        Host special = add(HostMatch.EXACT, "a.org", 8080);
        Host http = add(HostMatch.EXACT, "b.org", 80);
        Host end = add(HostMatch.LEADING_WILDCARD, "org");
        Host longerEnd = add(HostMatch.LEADING_WILDCARD, "c.org", 8080);
        Host regex = add(HostMatch.REGEX, "net$", 8080);
        Host otherwise = add(HostMatch.DEFAULT, "", 8080);
        assertSame(special, asked("a.org:8080"));
        assertSame(special, asked("a.org.:08080"));
        assertSame(special, AskedHost.ofTarget("a.org:8080").in(site()));
        assertSame(any, asked("a.org:80"));
        assertSame(any, asked("a.org"));
        assertSame(http, asked("b.org"));
        assertSame(http, asked("b.org:"));
        assertSame(http, asked("b.org:80"));
        assertSame(end, asked("b.org:8080"));
        assertSame(longerEnd, asked("x.c.org:8080"));
        assertSame(end, asked("x.c.org:8081"));
        assertSame(regex, asked("a.net:8080"));
        assertNull(asked("a.net"));
        assertSame(otherwise, asked("a.com:8080"));
        assertNull(asked("a.com:0"));
    }

    @Test
    void shouldFindAddresses() {
        Host ip6 = add(HostMatch.EXACT, "[2001:db8::1]");
        Host ip4 = add(HostMatch.EXACT, "127.0.0.1");
        assertSame(ip6, asked("[2001:DB8::1]:80"));
        assertSame(ip4, asked("127.0.0.1:8080"));
        Host special = add(HostMatch.EXACT, "[2001:db8::1]", 8080);
        assertSame(special, asked("[2001:db8::1]:8080"));
        assertSame(ip6, asked("[2001:db8::1]"));
        assertSame(ip4, asked("127.0.0.1"));
    }

    @Test
    void shouldGiveNamesThatAreTooLongToTheDefaultHostOnly() {
        Host otherwise = add(HostMatch.DEFAULT, "");
        Host end = add(HostMatch.LEADING_WILDCARD, "org");
        add(HostMatch.TRAILING_WILDCARD, "a");
        add(HostMatch.REGEX, ".");
        assertSame(end, asked("a.".repeat(125) + "a.org"));
        assertSame(otherwise, asked("a.".repeat(126) + "a.org"));
        assertSame(otherwise, asked("a.".repeat(1500) + "org"));
    }

    @Test
    void shouldLetTheFirstHoldWhenNamesAreTheSame() {
        for (int i = 0; i < 2; i++) {
            add(HostMatch.EXACT, "a.org");
            add(HostMatch.LEADING_WILDCARD, "b.org");
            add(HostMatch.DEFAULT, "");
        }
        assertSame(hosts.get(0), asked("a.org"));
        assertSame(hosts.get(1), asked("x.b.org"));
        assertSame(hosts.get(2), asked("c.org"));
    }

    @Test
    void shouldFindAHostByEachOfItsNames() {
        Host host = new Host(
                IntStream.range(0, 10).mapToObj(i -> HostName.exact(i + ".org")).toList(), List.of());
        Site site = new Site(List.of(host), UnknownHost.NOT_FOUND, Terms.DEFAULTS);
        for (int i = 0; i < 10; i++) {
            assertSame(host, AskedHost.of(i + ".org").in(site));
        }
        assertNull(AskedHost.of("10.org").in(site));
    }

    @Test
    void shouldAllocateNothingWhenThereAreFewOrManyNamesAndWildcards() {
        for (int i = 0; i < 4; i++) {
            add(HostMatch.EXACT, "host" + i + ".example.org");
        }
        AskedHost known = AskedHost.of("Host3.example.org");
        AskedHost unknown = AskedHost.of("a.b.c.example.org:8080");
        assertEquals(0, quietestWindow(site(), known, unknown));
        for (int i = 4; i < 100; i++) {
            add(HostMatch.EXACT, "host" + i + ".example.org", i);
            add(HostMatch.LEADING_WILDCARD, "end" + i + ".example.org", i);
            add(HostMatch.TRAILING_WILDCARD, "host" + i + ".example");
        }
        assertEquals(0, quietestWindow(site(), known, unknown));
        assertTrue(found >= 2 * WINDOWS * ROUNDS, "found=" + found);
    }

    /** The least that one of several windows allocates: compilation and the like happen in others. */
    private long quietestWindow(Site site, AskedHost known, AskedHost unknown) {
        long least = Long.MAX_VALUE;
        for (int window = 0; window < WINDOWS; window++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < ROUNDS; round++) {
                found += known.in(site) == null ? 0 : 1;
                found += unknown.in(site) == null ? 0 : 1;
            }
            least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }
}
