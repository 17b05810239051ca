package io.epump.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The settings of a {@link Resolver}. Immutable; made by a {@link Builder}, which says what each is, its unit and default.
 */
public final class ResolverConfig {
    private static final Duration LONGEST = Duration.ofDays(365);

    final Path hostsFile;
    final Path resolvConf;
    final List<InetSocketAddress> servers;

    /** Null: as resolv.conf says. */
    final Duration timeout;

    /** 0: as resolv.conf says. */
    final int attempts;

    final Duration totalTime;
    final int cacheEntries;
    final Duration leastTtl;
    final Duration mostTtl;
    final Duration mostNegativeTtl;
    final int maxAliases;
    final int maxAddresses;
    final int maxTcpBytes;
    final int maxLookups;
    final int maxWaiters;
    final int maxFileBytes;

    private ResolverConfig(Builder b) {
        hostsFile = b.hostsFile;
        resolvConf = b.resolvConf;
        servers = b.servers;
        timeout = b.timeout;
        attempts = b.attempts;
        totalTime = b.totalTime;
        cacheEntries = b.cacheEntries;
        leastTtl = b.leastTtl;
        mostTtl = b.mostTtl;
        mostNegativeTtl = b.mostNegativeTtl;
        maxAliases = b.maxAliases;
        maxAddresses = b.maxAddresses;
        maxTcpBytes = b.maxTcpBytes;
        maxLookups = b.maxLookups;
        maxWaiters = b.maxWaiters;
        maxFileBytes = b.maxFileBytes;
    }

    /**
     * The defaults: {@code /etc/hosts}, {@code /etc/resolv.conf} and what they say.
     *
     * @return a builder to change them
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; each setter checks its value and answers the builder. Not for several threads at once. */
    public static final class Builder {
        private Path hostsFile = Path.of("/etc/hosts");
        private Path resolvConf = Path.of("/etc/resolv.conf");
        private List<InetSocketAddress> servers = List.of();
        private Duration timeout;
        private int attempts;
        private Duration totalTime = Duration.ofSeconds(30);
        private int cacheEntries = 10_000;
        private Duration leastTtl = Duration.ZERO;
        private Duration mostTtl = Duration.ofDays(1);
        private Duration mostNegativeTtl = Duration.ofMinutes(15);
        private int maxAliases = 16;
        private int maxAddresses = 32;
        private int maxTcpBytes = 16 * 1024;
        private int maxLookups = 1000;
        private int maxWaiters = 100_000;
        private int maxFileBytes = 1 << 20;

        private Builder() {}

        private static int between(String what, int value, int least, int most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(what + "=" + value + " is not between " + least + " and " + most);
            }
            return value;
        }

        private static Duration between(String what, Duration value, Duration least) {
            if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(what + "=" + value + " is not between " + least + " and " + LONGEST);
            }
            return value;
        }

        /**
         * Names that need no name server; default {@code /etc/hosts}. Read again when it has changed, looked at once a second
         * at most. A file that is not there is as good as an empty one.
         *
         * @param value the file
         * @return this
         */
        public Builder hostsFile(Path value) {
            hostsFile = Objects.requireNonNull(value, "hostsFile");
            return this;
        }

        /**
         * Name servers, search list and options, as in resolv.conf(5); default {@code /etc/resolv.conf}. Read again as the hosts
         * file is. Without a name server in it, the one of this machine is asked. There is no search list from the host's own
         * name.
         *
         * @param value the file
         * @return this
         */
        public Builder resolvConf(Path value) {
            resolvConf = Objects.requireNonNull(value, "resolvConf");
            return this;
        }

        /**
         * Name servers to ask instead of those in the file; default none.
         *
         * @param value resolved addresses with ports, 8 at most
         * @return this
         */
        public Builder servers(List<InetSocketAddress> value) {
            between("servers", value.size(), 0, 8);
            for (InetSocketAddress server : value) {
                if (server.isUnresolved() || server.getPort() == 0) {
                    throw new IllegalArgumentException("server=" + server + " is not an address with a port");
                }
            }
            servers = List.copyOf(value);
            return this;
        }

        /**
         * How long to wait for one server; default what resolv.conf says, 5 s if it says nothing.
         *
         * @param value at least 1 ms
         * @return this
         */
        public Builder timeout(Duration value) {
            timeout = between("timeout", value, Duration.ofMillis(1));
            return this;
        }

        /**
         * How often each server is asked; default what resolv.conf says, twice if it says nothing.
         *
         * @param value 1 to 10
         * @return this
         */
        public Builder attempts(int value) {
            attempts = between("attempts", value, 1, 10);
            return this;
        }

        /**
         * How long one name may take in all, with its search list, aliases, servers and attempts; default 30 s.
         *
         * @param value at least 1 ms
         * @return this
         */
        public Builder totalTime(Duration value) {
            totalTime = between("totalTime", value, Duration.ofMillis(1));
            return this;
        }

        /**
         * Answers that are kept; default 10,000. When there are more, the one that was longest not asked for goes. A name has
         * two, one for each family.
         *
         * @param value 0, for no cache, to ten million
         * @return this
         */
        public Builder cacheEntries(int value) {
            cacheEntries = between("cacheEntries", value, 0, 10_000_000);
            return this;
        }

        /**
         * How long addresses are kept at least and at most, whatever the name server says; default 0, that is, as it says, and
         * a day.
         *
         * @param least at least 0
         * @param most at least {@code least}
         * @return this
         */
        public Builder ttl(Duration least, Duration most) {
            leastTtl = between("leastTtl", least, Duration.ZERO);
            mostTtl = between("mostTtl", most, least);
            return this;
        }

        /**
         * How long it is kept at most that a name, or an address of it, does not exist (RFC 2308); default 15 minutes.
         *
         * @param value 0 or more
         * @return this
         */
        public Builder mostNegativeTtl(Duration value) {
            mostNegativeTtl = between("mostNegativeTtl", value, Duration.ZERO);
            return this;
        }

        /**
         * How often one name may lead to another (CNAME); default 16.
         *
         * @param value 0 to 100
         * @return this
         */
        public Builder maxAliases(int value) {
            maxAliases = between("maxAliases", value, 0, 100);
            return this;
        }

        /**
         * How many addresses of each family are taken of an answer; default 32.
         *
         * @param value 1 to 1000
         * @return this
         */
        public Builder maxAddresses(int value) {
            maxAddresses = between("maxAddresses", value, 1, 1000);
            return this;
        }

        /**
         * How long an answer over TCP may be, in bytes; default 16 KiB.
         *
         * @param value 512 to 65535
         * @return this
         */
        public Builder maxTcpBytes(int value) {
            maxTcpBytes = between("maxTcpBytes", value, 512, 65_535);
            return this;
        }

        /**
         * How many different names may be looked for at the same time, each with two sockets, and by how many askers; default
         * 1000 and 100,000. More are refused.
         *
         * @param lookups 1 to 20,000
         * @param waiters 1 to ten million
         * @return this
         */
        public Builder maxUnderWay(int lookups, int waiters) {
            maxLookups = between("lookups", lookups, 1, 20_000);
            maxWaiters = between("waiters", waiters, 1, 10_000_000);
            return this;
        }

        /**
         * How much of the hosts file and of resolv.conf is read, in bytes; default 1 MiB. It is read on a pump, which meanwhile
         * does nothing else.
         *
         * @param value 1 KiB to 64 MiB
         * @return this
         */
        public Builder maxFileBytes(int value) {
            maxFileBytes = between("maxFileBytes", value, 1024, 64 << 20);
            return this;
        }

        /**
         * The settings.
         *
         * @return immutable
         */
        public ResolverConfig build() {
            return new ResolverConfig(this);
        }
    }
}
