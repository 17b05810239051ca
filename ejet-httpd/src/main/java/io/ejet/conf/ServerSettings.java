package io.ejet.conf;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that a server is told: made from a configuration file or by a program.
 *
 * @param pumps how many threads watch devices, at least 1
 * @param workers how many threads run callbacks; 0 when the pumps do it themselves
 * @param listens where to listen, at least one
 * @param limits bounds on what a client may ask for
 * @param accessLog what is written about each request
 * @param errorLog what is written about the server
 * @param defaultType the media type of a file whose extension is not known
 * @param mediaTypes media types by file extension, without dot, in lower case; in addition to the built-in ones
 */
public record ServerSettings(
        int pumps,
        int workers,
        List<ListenSettings> listens,
        Limits limits,
        AccessLogSettings accessLog,
        ErrorLogSettings errorLog,
        String defaultType,
        Map<String, String> mediaTypes) {
    /** The media type of a file whose extension is not known, unless set. */
    public static final String DEFAULT_TYPE = "application/octet-stream";

    /** Copies what could be changed from outside. */
    public ServerSettings {
        listens = List.copyOf(listens);
        mediaTypes = Map.copyOf(mediaTypes);
    }

    /**
     * Serves the files of a folder on an address; every other setting has its default.
     *
     * @param root the folder
     * @param address where to listen; the wildcard address means IPv4 and IPv6, port 0 finds a free port
     * @return the settings
     * @throws IllegalArgumentException if the folder is missing or cannot be read
     */
    public static ServerSettings ofFolder(Path root, InetSocketAddress address) {
        Path folder = root.toAbsolutePath().normalize();
        String problem = ConfigPaths.problemOfFolder(folder);
        if (problem != null) {
            throw new IllegalArgumentException(problem);
        }
        LocationSettings files =
                new LocationSettings(LocationMatch.DEFAULT, "/", folder, Inherited.DEFAULT_INDEX, SymlinkPolicy.INSIDE);
        HostSettings host = new HostSettings("", List.of(files));
        return new ServerSettings(
                Runtime.getRuntime().availableProcessors(),
                0,
                List.of(new ListenSettings(address, List.of(host))),
                Limits.DEFAULTS,
                AccessLogSettings.OFF,
                ErrorLogSettings.DEFAULTS,
                DEFAULT_TYPE,
                Map.of());
    }
}
