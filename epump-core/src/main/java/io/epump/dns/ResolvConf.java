package io.epump.dns;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What resolv.conf(5) says, with its defaults and bounds. Immutable. What is not understood is passed over, as libc does.
 *
 * @param servers whom to ask, 1 to 3
 * @param search domains to look for short names in, 6 at most, in lower case, without a dot at the end
 * @param ndots how many dots make a name to be tried as it is first
 * @param timeoutSeconds how long to wait for one server
 * @param attempts how often each server is asked
 * @param rotate whether to begin with another server each time
 */
record ResolvConf(
        List<InetSocketAddress> servers,
        List<String> search,
        int ndots,
        int timeoutSeconds,
        int attempts,
        boolean rotate) {
    private static final int PORT = 53;
    private static final int MAX_SERVERS = 3;
    private static final int MAX_SEARCH = 6;
    private static final int MAX_NDOTS = 15;
    private static final int MAX_TIMEOUT_SECONDS = 30;
    private static final int MAX_ATTEMPTS = 5;

    /** Collects while the lines are read. */
    private static final class Draft {
        private final List<InetSocketAddress> servers = new ArrayList<>();
        private List<String> search = List.of();
        private int ndots = 1;
        private int timeoutSeconds = 5;
        private int attempts = 2;
        private boolean rotate;
    }

    static ResolvConf parse(String text) {
        Draft draft = new Draft();
        text.lines().forEach(line -> read(line, draft));
        if (draft.servers.isEmpty()) {
            draft.servers.add(new InetSocketAddress(Literal.of(new byte[] {127, 0, 0, 1}), PORT));
        }
        return new ResolvConf(
                List.copyOf(draft.servers),
                draft.search,
                draft.ndots,
                draft.timeoutSeconds,
                draft.attempts,
                draft.rotate);
    }

    private static void read(String line, Draft draft) {
        if (line.startsWith("#") || line.startsWith(";")) {
            return;
        }
        String[] words = Words.of(line);
        if (words.length < 2) {
            return;
        }
        switch (words[0]) {
            case "nameserver" -> addServer(words[1], draft);
            case "domain" -> draft.search = domains(Arrays.copyOfRange(words, 1, 2));
            case "search" -> draft.search = domains(Arrays.copyOfRange(words, 1, words.length));
            case "options" -> Arrays.stream(words).skip(1).forEach(option -> readOption(option, draft));
            default -> {
                // sortlist and whatever else there may be: not for us
            }
        }
    }

    private static void addServer(String word, Draft draft) {
        InetAddress address = Literal.parse(word);
        if (address != null && draft.servers.size() < MAX_SERVERS) {
            draft.servers.add(new InetSocketAddress(address, PORT));
        }
    }

    /** The last line holds. */
    private static List<String> domains(String[] words) {
        return Arrays.stream(words)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .map(word -> word.endsWith(".") ? word.substring(0, word.length() - 1) : word)
                .filter(HostName::isValid)
                .limit(MAX_SEARCH)
                .toList();
    }

    private static void readOption(String option, Draft draft) {
        if (option.equals("rotate")) {
            draft.rotate = true;
            return;
        }
        int colon = option.indexOf(':');
        if (colon < 0) {
            return;
        }
        int value = number(option.substring(colon + 1));
        if (value < 0) {
            return;
        }
        switch (option.substring(0, colon)) {
            case "ndots" -> draft.ndots = Math.min(value, MAX_NDOTS);
            case "timeout" -> draft.timeoutSeconds = Math.max(1, Math.min(value, MAX_TIMEOUT_SECONDS));
            case "attempts" -> draft.attempts = Math.max(1, Math.min(value, MAX_ATTEMPTS));
            default -> {
                // for other resolvers
            }
        }
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }
}
