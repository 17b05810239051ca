package io.ejet.access;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which addresses are let in: of the rules, the first one that names the address holds, as in nginx. Compiled to a sorted list of
 * ranges, so that the time to decide grows with the logarithm of their number. Immutable; any thread.
 */
public final class AddressRules {
    /** Where each range begins; it ends where the next one does. The first begins at the first address. */
    private final long[] high;

    private final long[] low;
    private final boolean[] permitted;

    /**
     * One rule.
     *
     * @param network whom it is about
     * @param permits whether they are let in
     */
    public record Rule(Network network, boolean permits) {}

    private AddressRules(Map<IpAddress, Boolean> ranges) {
        List<Map.Entry<IpAddress, Boolean>> different = new ArrayList<>();
        for (Map.Entry<IpAddress, Boolean> range : ranges.entrySet()) {
            boolean isAsBefore = !different.isEmpty()
                    && different.get(different.size() - 1).getValue().equals(range.getValue());
            if (!isAsBefore) {
                different.add(range);
            }
        }
        high = different.stream().mapToLong(range -> range.getKey().high()).toArray();
        low = different.stream().mapToLong(range -> range.getKey().low()).toArray();
        permitted = new boolean[different.size()];
        for (int i = 0; i < permitted.length; i++) {
            permitted[i] = different.get(i).getValue();
        }
    }

    /**
     * Compiles rules.
     *
     * @param rules in their order; an address that none of them names is let in
     * @return compiled
     */
    public static AddressRules of(List<Rule> rules) {
        return compile(rules, true);
    }

    /**
     * A set of addresses.
     *
     * @param networks their networks
     * @return permits those in one of them, and no other
     */
    public static AddressRules only(List<Network> networks) {
        return compile(networks.stream().map(network -> new Rule(network, true)).toList(), false);
    }

    /** Paints the rules over each other, the last one first: the first one is then on top. */
    private static AddressRules compile(List<Rule> rules, boolean otherwise) {
        TreeMap<IpAddress, Boolean> ranges = new TreeMap<>();
        ranges.put(IpAddress.FIRST, otherwise);
        for (int i = rules.size() - 1; i >= 0; i--) {
            Network network = rules.get(i).network();
            if (!network.last().equals(IpAddress.LAST)) {
                IpAddress behind = network.last().next();
                ranges.put(behind, ranges.floorEntry(behind).getValue());
            }
            ranges.subMap(network.first(), true, network.last(), true).clear();
            ranges.put(network.first(), rules.get(i).permits());
        }
        return new AddressRules(ranges);
    }

    /**
     * Whether an address is let in.
     *
     * @param address IPv4 or IPv6
     * @return what the first rule says that names it
     */
    public boolean permits(InetAddress address) {
        IpAddress number = IpAddress.of(address);
        int from = 0;
        int to = high.length - 1;
        while (from < to) { // the range is among from..to
            int middle = (from + to + 1) >>> 1;
            int compared = Long.compareUnsigned(high[middle], number.high());
            if (compared < 0 || (compared == 0 && Long.compareUnsigned(low[middle], number.low()) <= 0)) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return permitted[from];
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < high.length; i++) {
            text.append(permitted[i] ? "+" : "-")
                    .append(Long.toHexString(high[i]))
                    .append(':')
                    .append(Long.toHexString(low[i]))
                    .append(' ');
        }
        return text.toString().strip();
    }
}
