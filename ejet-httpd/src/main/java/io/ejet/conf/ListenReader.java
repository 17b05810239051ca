package io.ejet.conf;

import io.ejet.access.Access;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.script.Expressions;
import io.ejet.script.Scripts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes the settings of listeners and hosts from a checked tree. The same address and port twice is one listener with the
 * hosts of both. For one thread.
 */
final class ListenReader {
    private static final String ALL = "*";

    private final ConfigPaths paths;
    private final ConfigErrors errors;
    private final HostNameReader names;
    private final LocationReader locations;
    private final ScriptReader scripts;
    private final AccessLogReader logs;
    private final ErrorPageReader errorPages;
    private final AccessReader access;
    private final Map<InetSocketAddress, AddressHosts> listeners = new LinkedHashMap<>();

    /** What a host stands in. */
    private record Around(Section listen, Inherited inherited, Scripts scripts, Map<Integer, ErrorPage> errorPages) {}

    /** A host: its names, the sections it stands in, the expressions among its names, its scripts and error pages. */
    private record Named(
            List<HostNameReader.Given> names,
            List<Section> scopes,
            Expressions expressions,
            Scripts scripts,
            Map<Integer, ErrorPage> errorPages) {}

    ListenReader(ConfigPaths paths, ScriptReader scripts, AccessLogReader logs, ConfigErrors errors) {
        this.paths = paths;
        this.errors = errors;
        this.names = new HostNameReader(errors);
        this.scripts = scripts;
        this.logs = logs;
        this.errorPages = new ErrorPageReader(paths, errors);
        this.access = new AccessReader(paths, scripts, errors);
        this.locations = new LocationReader(paths, errors, scripts, access, logs);
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
        List<ListenSettings> listens = new ArrayList<>();
        listeners.forEach((address, hosts) -> listens.add(hosts.settings(address)));
        return listens;
    }

    private void listen(Section listen, boolean isWhole) {
        InetSocketAddress address = address(listen, isWhole);
        // A listener with TLS is checked but not opened: to serve in the clear what was meant for TLS would be worse.
        boolean isOpened = address != null && !ConfigKeys.TLS.of(listen, false);
        AddressHosts listener = isOpened
                ? listeners.computeIfAbsent(address, none -> new AddressHosts(errors))
                : new AddressHosts(errors);
        listener.unknownHost(listen);
        listener.peers(listen);
        Inherited inherited = Inherited.NOTHING.within(listen, paths);
        logs.read(List.of(listen), Expressions.NONE); // tells what is wrong with it even if no host takes it over
        List<Section> hosts = ConfigKeys.HOSTS.sections(listen);
        Map<Integer, ErrorPage> pages = errorPages.read(listen, inherited, Map.of(), isWhole);
        Around around = new Around(listen, inherited, scripts.read(List.of(listen), Expressions.NONE), pages);
        for (Section host : hosts) {
            host(host, around, listener, isWhole);
        }
        if (hosts.isEmpty()) {
            HostNameReader.Given nameless = new HostNameReader.Given(HostName.DEFAULT, listen.place());
            Named host = new Named(List.of(nameless), List.of(listen), Expressions.NONE, around.scripts, pages);
            host(listen, host, inherited, listener, isWhole);
        }
    }

    /** Whether two listens are of one address. */
    static boolean isSameAddress(Section one, Section other) {
        return Objects.equals(ConfigKeys.PORT.of(one, null), ConfigKeys.PORT.of(other, null))
                && Objects.equals(
                        ListenAddress.ip(ConfigKeys.LOCAL_IP.of(one, ALL)),
                        ListenAddress.ip(ConfigKeys.LOCAL_IP.of(other, ALL)));
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

    private void host(Section host, Around around, AddressHosts listener, boolean isWhole) {
        List<Section> scopes = List.of(host, around.listen);
        List<HostNameReader.Given> given = names.read(host);
        Expressions expressions = HostNameReader.expressions(given);
        Scripts all = around.scripts.then(scripts.read(scopes, expressions));
        Inherited inherited = around.inherited.within(host, paths);
        Map<Integer, ErrorPage> pages = errorPages.read(host, inherited, around.errorPages, isWhole);
        host(host, new Named(given, scopes, expressions, all, pages), inherited, listener, isWhole);
    }

    private void host(Section section, Named named, Inherited inherited, AddressHosts listener, boolean isWhole) {
        Access who = access.read(named.scopes, named.expressions);
        List<LocationSettings> served = locations.read(section, named.scopes, named.expressions, inherited, isWhole);
        AccessLogSettings log = log(named);
        List<HostName> own = listener.own(named.names);
        if (!own.isEmpty()) {
            listener.add(new HostSettings(own, served, named.scripts, named.errorPages, who, log));
        }
    }

    /** Null for that of the server. */
    private AccessLogSettings log(Named host) {
        AccessLogSettings log = logs.read(host.scopes, host.expressions);
        return log.equals(logs.read(List.of(), Expressions.NONE)) ? null : log;
    }
}
