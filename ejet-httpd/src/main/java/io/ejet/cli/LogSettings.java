package io.ejet.cli;

import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ErrorLogSettings;
import io.ejet.conf.HostSettings;
import io.ejet.conf.ListenSettings;
import io.ejet.conf.LocationSettings;
import io.ejet.conf.LogRotation;
import io.ejet.conf.ServerSettings;
import io.ejet.log.Log4jAccessLog;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the program's records go.
 *
 * @param access where those of each logger of access records go; no logger, no records
 * @param error the log of the server itself
 * @param blocksWhenFull whether who logs waits when the disk stalls
 */
record LogSettings(Map<String, Destination> access, ErrorLogSettings error, boolean blocksWhenFull) {
    /**
     * Where records go.
     *
     * @param file null for a standard stream
     * @param rotation when a file is put aside
     */
    record Destination(Path file, LogRotation rotation) {
        static Destination of(AccessLogSettings settings) {
            return new Destination(settings.file(), settings.rotation());
        }
    }

    static LogSettings of(ServerSettings settings) {
        LogSettings logs = of(settings.accessLog(), settings.errorLog());
        for (ListenSettings listen : settings.listens()) {
            for (HostSettings host : listen.hosts()) {
                logs.addSite(host.accessLog());
                for (LocationSettings location : host.locations()) {
                    logs.addSite(location.accessLog());
                }
            }
        }
        return logs;
    }

    /** Those of a server without logs of hosts. */
    static LogSettings of(AccessLogSettings access, ErrorLogSettings error) {
        Map<String, Destination> destinations = new LinkedHashMap<>();
        if (access.enabled()) {
            destinations.put(Log4jAccessLog.LOGGER, Destination.of(access));
        }
        return new LogSettings(destinations, error, access.blocksWhenFull());
    }

    private void addSite(AccessLogSettings site) {
        if (site != null && site.enabled()) {
            access.put(siteLogger(site), Destination.of(site));
        }
    }

    /** The logger of a host or location: one for each file. */
    static String siteLogger(AccessLogSettings site) {
        return Log4jAccessLog.LOGGER + "." + (site.file() == null ? "stdout" : site.file());
    }

    /** These, and behind them those destinations of other settings whose loggers have none here: of a file, the first one counts. */
    LogSettings with(Map<String, Destination> others) {
        Map<String, Destination> all = new LinkedHashMap<>(access);
        others.forEach(all::putIfAbsent);
        return new LogSettings(all, error, blocksWhenFull);
    }
}
