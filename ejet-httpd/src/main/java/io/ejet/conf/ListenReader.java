package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import io.ejet.script.Script;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Makes the settings of listeners and hosts from a checked tree. The same address and port twice is one listener with the
 * hosts of both. For one thread.
 */
final class ListenReader {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_-]+(\\.[\\p{L}\\p{N}_-]+)*\\.?");
    private static final String ALL = "*";

    private final ConfigPaths paths;
    private final ConfigErrors errors;
    private final LocationReader locations;
    private final ScriptReader scripts;
    private final Map<InetSocketAddress, Listener> listeners = new LinkedHashMap<>();

    /** What a host stands in. */
    private record Around(Section listen, Inherited inherited, List<Script> scripts) {}

    /** A host: its name, null if it is wrong, where that stands, the sections it stands in, and its scripts. */
    private record Named(String name, ConfigPlace place, List<Section> scopes, List<Script> scripts) {}

    /** The hosts of an address, and where each was given. */
    private static final class Listener {
        private final List<HostSettings> hosts = new ArrayList<>();
        private final Map<String, ConfigPlace> places = new HashMap<>();
    }

    ListenReader(ConfigPaths paths, ConfigErrors errors) {
        this.paths = paths;
        this.errors = errors;
        this.scripts = new ScriptReader(errors);
        this.locations = new LocationReader(paths, errors, scripts);
    }

    /**
     * Reads all listeners.
     *
     * @param http what they stand in
     * @param isWhole whether what is missing is to be told
     */
    List<ListenSettings> read(Section http, boolean isWhole) {
        List<Section> sections = ConfigKeys.LISTENS.sections(http);
        for (Section section : sections) {
            listen(section, isWhole);
        }
        if (isWhole && sections.isEmpty()) {
            errors.error(http.place(), "there is no address to listen on", "expected: listen = { port = 8080; ... }");
        } else if (isWhole && errors.isEmpty() && listeners.isEmpty()) {
            errors.error(
                    http.place(), "no address is left to listen on: TLS is not served yet", "expected: ssl = off;");
        }
        scripts.finish();
        List<ListenSettings> listens = new ArrayList<>();
        listeners.forEach((address, listener) -> listens.add(new ListenSettings(address, listener.hosts)));
        return listens;
    }

    private void listen(Section listen, boolean isWhole) {
        InetSocketAddress address = address(listen, isWhole);
        // A listener with TLS is checked but not opened: to serve in the clear what was meant for TLS would be worse.
        boolean isOpened = address != null && !ConfigKeys.TLS.of(listen, false);
        Listener listener = isOpened ? listeners.computeIfAbsent(address, none -> new Listener()) : new Listener();
        Inherited inherited = Inherited.NOTHING.within(listen, paths);
        List<Section> hosts = ConfigKeys.HOSTS.sections(listen);
        Around around = new Around(listen, inherited, scripts.read(List.of(listen)));
        for (Section host : hosts) {
            host(host, around, listener, isWhole);
        }
        if (hosts.isEmpty()) {
            Named nameless = new Named("", listen.place(), List.of(listen), around.scripts);
            host(listen, nameless, inherited, listener, isWhole);
        }
    }

    private InetSocketAddress address(Section listen, boolean isWhole) {
        InetAddress ip = ListenAddress.ip(ConfigKeys.LOCAL_IP.of(listen, ALL));
        if (ip == null) {
            errors.error(
                    ConfigKeys.LOCAL_IP.place(listen),
                    Quoted.of(ConfigKeys.LOCAL_IP.of(listen, ALL)) + " is not an IP address",
                    "expected: an IPv4 or IPv6 address, or * for all of both");
        }
        if (isWhole && !ConfigKeys.PORT.isIn(listen)) {
            errors.error(listen.place(), "\"port\" is missing in this listen", "expected: port = 8080;");
        }
        Integer port = ConfigKeys.PORT.of(listen, null);
        return ip == null || port == null ? null : new InetSocketAddress(ip, port);
    }

    private void host(Section host, Around around, Listener listener, boolean isWhole) {
        List<String> names = ConfigKeys.HOST_NAME.all(host);
        ConfigPlace place = ConfigKeys.HOST_NAME.place(host);
        String first = names.isEmpty() || names.get(0).equals(ALL) ? "" : names.get(0);
        String name = name(first);
        boolean isExact = names.size() < 2 || (names.size() == 2 && names.get(1).equals("="));
        if (name == null || !isExact) {
            errors.error(
                    place,
                    isExact ? Quoted.of(first) + " is not a host name" : "a host has one exact name so far",
                    "expected: a name such as www.example.org, or * for the default host");
            name = null;
        }
        List<Section> scopes = List.of(host, around.listen);
        List<Script> all = new ArrayList<>(around.scripts);
        all.addAll(scripts.read(scopes));
        host(host, new Named(name, place, scopes, all), around.inherited.within(host, paths), listener, isWhole);
    }

    /** The name in lower case without final dot; null if it is none. */
    private static String name(String written) {
        String name = written.toLowerCase(Locale.ROOT);
        boolean isIp = name.startsWith("[") && ListenAddress.ip(name) != null;
        if (name.isEmpty() || isIp) {
            return name;
        } else if (name.length() > 255 || !NAME.matcher(name).matches()) {
            return null;
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private void host(Section section, Named named, Inherited inherited, Listener listener, boolean isWhole) {
        List<LocationSettings> served = locations.read(section, named.scopes, inherited, isWhole);
        String name = named.name;
        ConfigPlace before = name == null ? null : listener.places.putIfAbsent(name, named.place);
        if (before != null) {
            errors.error(
                    named.place,
                    (name.isEmpty() ? "there is a default host already" : "there is a host of this name already")
                            + " for this address, at " + before,
                    "expected: one host with all its locations");
        } else if (name != null) {
            listener.hosts.add(new HostSettings(name, served, named.scripts));
        }
    }
}
