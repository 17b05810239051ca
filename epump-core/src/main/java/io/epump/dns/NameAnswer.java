package io.epump.dns;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;

/**
 * What was found for a name. Immutable.
 *
 * @param name the name that was asked for, as it was given
 * @param status how the search has ended; OK if and only if there are addresses
 * @param ipv6 the IPv6 addresses, in the order of the name server
 * @param ipv4 the IPv4 addresses, in the order of the name server
 */
public record NameAnswer(String name, NameStatus status, List<InetAddress> ipv6, List<InetAddress> ipv4) {
    /** Checks and copies. */
    public NameAnswer {
        Objects.requireNonNull(name, "name");
        ipv6 = List.copyOf(ipv6);
        ipv4 = List.copyOf(ipv4);
        if ((status == NameStatus.OK) == (ipv6.isEmpty() && ipv4.isEmpty())) {
            throw new IllegalArgumentException("status=" + status + " addresses=" + ipv6 + ipv4);
        }
    }

    static NameAnswer failed(String name, NameStatus status) {
        return new NameAnswer(name, status, List.of(), List.of());
    }

    /** Sorts the addresses by family. */
    static NameAnswer found(String name, List<InetAddress> addresses) {
        return new NameAnswer(
                name,
                NameStatus.OK,
                addresses.stream().filter(Inet6Address.class::isInstance).toList(),
                addresses.stream()
                        .filter(address -> !(address instanceof Inet6Address))
                        .toList());
    }

    /**
     * All addresses in the order to try them: the families in turn, IPv6 first (RFC 8305 section 4).
     *
     * @return none when the search has failed
     */
    public List<InetAddress> addresses() {
        return interleave(ipv6, ipv4);
    }

    /**
     * Two lists in turn, the first one first.
     *
     * @param first its elements come at places 0, 2, 4...
     * @param second its elements come at places 1, 3, 5...
     * @return all of both
     */
    public static List<InetAddress> interleave(List<InetAddress> first, List<InetAddress> second) {
        InetAddress[] mixed = new InetAddress[first.size() + second.size()];
        int count = 0;
        for (int i = 0; count < mixed.length; i++) {
            if (i < first.size()) {
                mixed[count++] = first.get(i);
            }
            if (i < second.size()) {
                mixed[count++] = second.get(i);
            }
        }
        return List.of(mixed);
    }

    /**
     * The failure as an exception.
     *
     * @return an exception to be thrown or handed on
     * @throws IllegalStateException when the search has not failed
     */
    public NameException failure() {
        if (status == NameStatus.OK) {
            throw new IllegalStateException("name=" + name + " was found");
        }
        return new NameException(name, status);
    }
}
