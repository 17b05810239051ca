package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the hosts of one address, which several listens may give: each name belongs to one of them. For one thread. */
final class AddressHosts {
    private final ConfigErrors errors;
    private final List<HostSettings> hosts = new ArrayList<>();
    private final Map<HostName, ConfigPlace> places = new HashMap<>();
    private UnknownHost unknownHost = UnknownHost.NOT_FOUND;
    private ConfigPlace unknownHostPlace;
    private final PeerReader peers;

    AddressHosts(ConfigErrors errors) {
        this.errors = errors;
        this.peers = new PeerReader(errors);
    }

    /** Takes what a listen says about requests for unknown hosts. */
    void unknownHost(Section listen) {
        String word = ConfigKeys.UNKNOWN_HOST.of(listen, null);
        if (word == null) {
            return;
        }
        ConfigPlace place = ConfigKeys.UNKNOWN_HOST.place(listen);
        if (unknownHostPlace != null && unknownHost != UnknownHost.of(word)) {
            errors.error(
                    place,
                    "\"unknown host\" is given otherwise for this address already, at " + unknownHostPlace,
                    "expected: one for all listens of an address");
            return;
        }
        unknownHost = UnknownHost.of(word);
        unknownHostPlace = place;
    }

    /** Takes what a listener says about those who connect. */
    void peers(Section listen) {
        peers.read(listen);
    }

    /** Those names that no other host has; for the others, says which one does. */
    List<HostName> own(List<HostNameReader.Given> names) {
        List<HostName> own = new ArrayList<>();
        for (HostNameReader.Given given : names) {
            ConfigPlace before = places.putIfAbsent(given.name(), given.place());
            if (before == null) {
                own.add(given.name());
            } else {
                errors.error(
                        given.place(),
                        already(given.name()) + " already for this address, at " + before,
                        "expected: one host with all its locations");
            }
        }
        return own;
    }

    private static String already(HostName name) {
        String port = name.port() == HostName.ANY_PORT ? "" : " and port";
        return switch (name.match()) {
            case DEFAULT -> "there is a default host" + (port.isEmpty() ? "" : " of this port");
            case REGEX -> "there is a host with this regular expression" + port;
            default -> "there is a host of this name" + port;
        };
    }

    void add(HostSettings host) {
        hosts.add(host);
    }

    /** All of them, when everything is read. */
    ListenSettings settings(InetSocketAddress address) {
        ConfigPlace otherwise = places.get(HostName.DEFAULT);
        if (unknownHostPlace != null && otherwise != null) {
            errors.warning(
                    unknownHostPlace,
                    "no host is unknown here: there is a default host, at " + otherwise,
                    "it answers for every name that no other host has");
        }
        return new ListenSettings(address, hosts, unknownHost, peers.settings());
    }
}
