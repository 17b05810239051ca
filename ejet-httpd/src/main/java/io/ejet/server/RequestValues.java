package io.ejet.server;

import io.ejet.file.FileHandler;
import io.ejet.http.AddressText;
import io.ejet.script.Variable;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** What variables are worth for a request that scripts are run for. Pure functions of it; owner only. */
final class RequestValues {
    private static final DateTimeFormatter DATE_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter COMPACT = DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    private static final DateTimeFormatter COMMON =
            DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss xx", Locale.ENGLISH);

    private RequestValues() {}

    static String of(Variable variable, String index, RoutedRequest request, ScriptedRequest scripted) {
        String value = switch (variable) {
            case REMOTE_ADDR -> request.remoteIp();
            case REMOTE_PORT -> port(request.remoteAddress());
            case REMOTE_USER -> request.remoteUser();
            case SERVER_ADDR -> address(request.localAddress());
            case SERVER_PORT -> port(request.localAddress());
            case REQUEST -> request.method() + " " + request.target() + " " + protocol(request);
            case REQUEST_METHOD -> request.method();
            case SCHEME -> "http";
            case HOST_NAME -> request.host();
            case REQUEST_URI -> pathAndQuery(request.target());
            case ABSURI -> absolute(request);
            case URI, DOCUMENT_URI -> path(request);
            case SERVER_PROTOCOL -> protocol(request);
            case CONTENT_TYPE -> request.header("Content-Type");
            case CONTENT_LENGTH -> request.header("Content-Length");
            case USER_AGENT -> request.header("User-Agent");
            case REQUEST_HEADER -> request.header(index);
            case COOKIE -> index == null ? request.header("Cookie") : named(request.header("Cookie"), ';', index);
            case QUERY -> index == null ? request.query() : argument(request.query(), index);
            case FOLDER_PART -> folder(path(request));
            case FILE_PART -> file(path(request));
            case FILE_BASE -> base(file(path(request)));
            case FILE_EXTENSION -> extension(file(path(request)));
            case DOCUMENT_ROOT -> root(scripted.files());
            case REAL_FILE -> realFile(scripted.files(), path(request));
            case REAL_PATH -> realFile(scripted.files(), folder(path(request)));
            case PROXIED -> "0";
            case STATUS -> String.valueOf(request.status());
            case RESPONSE_HEADER -> request.answerHeader(index);
            case MIME -> request.answerHeader("Content-Type");
            case BYTES_RECEIVED -> String.valueOf(request.bytesReceived());
            case DATETIME -> moment(request, index).format(DATE_TIME);
            case DATE -> moment(request, index).format("compact".equalsIgnoreCase(index) ? COMPACT : DATE);
            case TIME -> moment(request, index).format(TIME);
            case UNIXTIME -> String.valueOf(moment(request, index).toEpochSecond());
            case TIME_ISO8601 -> moment(request, null).format(ISO);
            case TIME_LOCAL -> moment(request, null).format(COMMON);
            case TIME_SECONDS -> seconds(System.currentTimeMillis());
            case REQUEST_TIME -> seconds(System.currentTimeMillis() - request.createdMs());
            case FILE_SIZE, FILE_MTIME, FILE_CTIME ->
                scripted.ask(new DiskQuestion.Figure(variable, index)).toString();
            case EJET_VERSION -> version();
            default -> ""; // of upstreams and of the cache
        };
        return value == null ? "" : value;
    }

    private static String address(InetSocketAddress address) {
        return address == null ? "" : AddressText.of(address.getAddress());
    }

    private static String port(InetSocketAddress address) {
        return address == null ? "" : String.valueOf(address.getPort());
    }

    private static String protocol(RoutedRequest request) {
        return request.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
    }

    private static String version() {
        String version = RequestValues.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    // -- the target

    /** A request whose path cannot be made out has an answer too, and that its scripts. */
    private static String path(RoutedRequest request) {
        return request.path() == null ? "" : request.path();
    }

    private static String pathAndQuery(String target) {
        int authority = target.startsWith("/") ? -1 : target.indexOf("://");
        if (authority < 0) {
            return target;
        }
        int path = authority + 3;
        while (path < target.length() && target.charAt(path) != '/' && target.charAt(path) != '?') {
            path++;
        }
        return target.startsWith("/", path) ? target.substring(path) : "/" + target.substring(path);
    }

    private static String absolute(RoutedRequest request) {
        String target = request.target();
        String host = request.header("Host");
        return target.startsWith("/") ? "http://" + (host == null ? "" : host) + target : target;
    }

    private static String folder(String path) {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    private static String file(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String base(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? file : file.substring(0, dot);
    }

    private static String extension(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot);
    }

    // -- files

    private static String root(FileHandler files) {
        return files == null ? "" : files.root().toString();
    }

    private static String realFile(FileHandler files, String path) {
        Path file = files == null ? null : files.file(path);
        return file == null ? "" : file + (path.endsWith("/") ? "/" : "");
    }

    // -- lists of names and values

    private static String argument(String query, String index) {
        if (query == null || !isNumber(index)) {
            return named(query, '&', index);
        }
        String[] arguments = query.split("&", -1);
        int number = Integer.parseInt(index);
        if (number >= arguments.length) {
            return "";
        }
        return arguments[number].substring(arguments[number].indexOf('=') + 1);
    }

    /** Without a stream: this is asked for each request. */
    private static boolean isNumber(String index) {
        for (int i = 0; i < index.length(); i++) {
            if (index.charAt(i) < '0' || index.charAt(i) > '9') {
                return false;
            }
        }
        return !index.isEmpty() && index.length() <= 5;
    }

    private static String named(String list, char separator, String name) {
        int at = 0;
        while (list != null && at < list.length()) {
            int end = list.indexOf(separator, at);
            end = end < 0 ? list.length() : end;
            while (at < end && list.charAt(at) == ' ') {
                at++;
            }
            int value = at + name.length();
            if (value < end && list.charAt(value) == '=' && list.startsWith(name, at)) {
                return list.substring(value + 1, end);
            }
            at = end + 1;
        }
        return "";
    }

    /** A list with another value for a name, or with that name in addition. */
    static String withNamed(String list, String separator, String name, String value) {
        StringBuilder changed = new StringBuilder();
        boolean isThere = false;
        for (String element : list == null || list.isEmpty() ? new String[0] : list.split(separator.strip(), -1)) {
            boolean isNamed = element.strip().startsWith(name + "=");
            changed.append(changed.length() == 0 ? "" : separator)
                    .append(isNamed ? name + "=" + value : element.strip());
            isThere |= isNamed;
        }
        if (!isThere) {
            changed.append(changed.length() == 0 ? "" : separator)
                    .append(name)
                    .append('=')
                    .append(value);
        }
        return changed.toString();
    }

    // -- times

    private static ZonedDateTime moment(RoutedRequest request, String index) {
        boolean isCreation = "createtime".equalsIgnoreCase(index);
        long epochMs = isCreation ? request.createdMs() : System.currentTimeMillis();
        return ZonedDateTime.ofInstant(Instant.ofEpochMilli(epochMs), ZoneId.systemDefault());
    }

    private static String seconds(long ms) {
        return String.format(Locale.ROOT, "%d.%03d", ms / 1000, ms % 1000);
    }
}
