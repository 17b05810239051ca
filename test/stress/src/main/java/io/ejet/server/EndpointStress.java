package io.ejet.server;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.ejet.conf.HostName;
import io.ejet.conf.Limits;
import io.ejet.conf.LocationMatch;
import io.ejet.conf.UnknownHost;
import io.ejet.log.AccessLog;
import java.util.List;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What requests see of a site that is replaced while they come. */
public final class EndpointStress {
    private static final int OLD = 1;
    private static final int NEW = 2;

    private EndpointStress() {}

    /** A configuration: its number is in its limits, and in the location that its only host finds for any path. */
    private static Site site(int number) {
        Location location = new Location(LocationMatch.DEFAULT, "/" + number, exchange -> {});
        Host host = new Host(List.of(HostName.DEFAULT), List.of(location));
        Limits limits = Limits.DEFAULTS.withFileCacheBytes(number);
        return new Site(List.of(host), UnknownHost.NOT_FOUND, new Terms(limits, AccessLog.NONE));
    }

    /** The only host has no name, so nothing of the request is looked at. */
    private static int numberOfLocation(Site site) {
        return site.find(null, null).locations().find("/").pattern().charAt(1) - '0';
    }

    private static int numberOfLimits(Site site) {
        return (int) site.limits().fileCacheBytes();
    }

    /**
     * A request has one configuration or the other, whole: limits and location are of the same. It holds by one acquire read for
     * the request, which goes with the release write of the reload; not all that a site is made of is final.
     */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "before the reload")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "after the reload")
    @Outcome(expect = FORBIDDEN, desc = "a mixture")
    @State
    public static class ARequestSeesOneConfiguration {
        private final Endpoint endpoint = new Endpoint(null, site(OLD));

        @Actor
        public void reload() {
            endpoint.siteRelease(site(NEW));
        }

        @Actor
        public void request(II_Result result) {
            Site site = endpoint.siteAcquire();
            result.r1 = numberOfLimits(site);
            result.r2 = numberOfLocation(site);
        }
    }

    /** The requests of a connection never go back to a configuration that was replaced. It holds by the coherence of one field. */
    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both before")
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "in between")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "both after")
    @Outcome(expect = FORBIDDEN, desc = "back to the old one")
    @State
    public static class RequestsDoNotGoBack {
        private final Endpoint endpoint = new Endpoint(null, site(OLD));

        @Actor
        public void reload() {
            endpoint.siteRelease(site(NEW));
        }

        @Actor
        public void connection(II_Result result) {
            result.r1 = numberOfLocation(endpoint.siteAcquire());
            result.r2 = numberOfLocation(endpoint.siteAcquire());
        }
    }
}
