package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.conf.HostMatch;
import io.ejet.conf.HostName;
import io.ejet.conf.ListenAddress;
import io.ejet.conf.UnknownHost;
import io.ejet.file.FileHandler;
import io.ejet.file.FileOutcome;
import io.ejet.file.FilesOfRequest;
import io.ejet.http.AddressText;
import io.ejet.script.ScriptException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;

/**
 * Explains how a request is decided, by deciding it: with the hosts, locations and scripts of a server, but without sending an
 * answer. Asks the disk, so it blocks.
 *
 * <p>For one request, on one thread.
 */
final class Explainer {
    /** For which methods a folder's index file answers, if it is another location's. */
    private static final List<String> INDEXED = List.of("GET", "HEAD", "POST");

    private static final String NOT_ADMITTED = "no server of ours takes such a request";

    /** As {@link HostTable} asks: the longest of a kind, regular expressions in their order, one with the port before one without. */
    private static final Comparator<HostName> FIRST_NAME = Comparator.comparing(HostName::match)
            .thenComparing(
                    name -> name.match() == HostMatch.REGEX ? 0 : -name.text().length())
            .thenComparing(name -> name.match() != HostMatch.REGEX && name.port() == HostName.ANY_PORT);

    private final Site site;
    private final ExplainedRequest request;
    private final Explanation steps = new Explanation();

    Explainer(Site site, ExplainedRequest request) {
        this.site = site;
        this.request = request;
    }

    /** Why the request has come to these hosts, then what becomes of it there. */
    Explanation explain(String why) {
        InetSocketAddress reached = request.localAddress();
        String listener = ListenAddress.text(reached);
        steps.add("listener", 0, listener + ", " + why, "address", listener, "why", why);
        String fault = request.read();
        if (fault != null) {
            return refused(Integer.parseInt(fault.substring(0, 3)), "this is not a request: " + fault.substring(4));
        }
        steps.add(
                "request",
                0,
                request.method() + " " + request.target(),
                "method",
                request.method(),
                "target",
                request.target());
        explainClient();
        Host host = site.find(request.request.head, request.bytes());
        explainHost(host);
        int refusal = Admission.refusal(request.request, request.bytes(), site.limits());
        if (host == null) {
            return refusal == 0 ? unknownHost() : refused(refusal, NOT_ADMITTED);
        }
        Routing routing = new Routing(request);
        routing.begin(host, true, steps);
        try {
            if (refusal == 0) {
                decide(routing, host);
            } else {
                refused(refusal, NOT_ADMITTED);
            }
            explainFields(routing);
        } finally {
            routing.clear(); // whoever only asks is not under way
        }
        return steps;
    }

    private void decide(Routing routing, Host host) {
        try {
            answer(routing, host);
        } catch (ScriptException failure) {
            steps.add("failed", 0, failure.getMessage(), "message", failure.getMessage());
            request.forgetEdits();
            refused(500, "as always then");
        } catch (IOException failure) {
            refused(500, "a file cannot be read: " + failure);
        }
    }

    private Explanation refused(int status, String why) {
        end(status, why, status + ", " + why, null);
        return steps;
    }

    /** Only where somebody else has brought the request. */
    private void explainClient() {
        InetSocketAddress peer = request.remoteAddress();
        InetSocketAddress client = site.peers() == null ? peer : site.peers().client(peer, request.request);
        if (!client.getAddress().equals(peer.getAddress())) {
            request.client(client);
            String asker = AddressText.of(client.getAddress());
            String proxy = AddressText.of(peer.getAddress());
            steps.add(
                    "client", 0, asker + ", as the trusted proxy " + proxy + " says", "address", asker, "proxy", proxy);
        }
    }

    // -- the host

    private void explainHost(Host host) {
        String asked = request.host().isEmpty() ? "no host" : request.host();
        if (host == null) {
            steps.add("host", 0, asked + " is asked for; it is none of ours, and none is the default", "asked", asked);
            return;
        }
        HostName name = nameOf(host);
        String why = name.match() == HostMatch.DEFAULT
                ? "the default, for no other host has the name " + asked
                : name.written() + " is " + reason(name.match()) + " " + asked;
        steps.add("host", 0, why, "asked", asked, "name", name.written());
    }

    /** Of its names by which it would be found were it alone, the one that goes first. */
    private HostName nameOf(Host host) {
        return host.names().stream()
                .filter(name -> name.match() != HostMatch.DEFAULT && isFoundBy(name))
                .min(FIRST_NAME)
                .orElse(HostName.DEFAULT);
    }

    private boolean isFoundBy(HostName name) {
        Site alone = new Site(List.of(new Host(List.of(name), List.of())), UnknownHost.CLOSE, Terms.DEFAULTS);
        return alone.find(request.request.head, request.bytes()) != null;
    }

    private static String reason(HostMatch match) {
        return switch (match) {
            case EXACT -> "the name of";
            case LEADING_WILDCARD -> "the longest wildcard at the beginning of";
            case TRAILING_WILDCARD -> "the longest wildcard at the end of";
            case REGEX -> "the first regular expression found in";
            case DEFAULT -> "for what no other has, as";
        };
    }

    private Explanation unknownHost() {
        return switch (site.unknownHost()) {
            case NOT_FOUND -> refused(404, "as for every unknown host");
            case MISDIRECTED -> refused(421, "as for every unknown host");
            case CLOSE -> {
                steps.add("answer", 0, "none: the connection is closed, as for every unknown host");
                yield steps;
            }
        };
    }

    // -- the answer

    private void answer(Routing routing, Host host) throws IOException {
        HttpHandler handler = routing.decide();
        if (handler instanceof FileHandler files) {
            FileOutcome outcome = files.outcome(request.path(), host.locations().elsewhere(files));
            if (outcome.indexElsewhere() != null && INDEXED.contains(request.method())) {
                steps.add(
                        "index",
                        0,
                        outcome.indexElsewhere() + " is another location's",
                        "path",
                        outcome.indexElsewhere());
                routing.onIndexFound(request.path(), outcome.indexElsewhere());
                answer(routing, host);
                return;
            }
            answerByFile(files, outcome);
        } else if (handler instanceof FilesOfRequest) {
            end(404, "no root", "404, for the request makes no folder of the root", null);
        } else if (handler instanceof AccessRefusal refusal) {
            end(refusal.status(), "access", refusal.status() + ", for it is not let in there", null);
        } else if (handler instanceof ScriptAnswer.Reply reply) {
            end(reply.status(), "by a script", reply.status() + " by a script", null);
        } else if (handler instanceof ScriptAnswer.Forward forward) {
            steps.add("upstream", 0, forward.url(), "url", forward.url());
            end(501, "upstreams are not served yet", "501, for upstreams are not served yet", null);
        } else if (handler == null) {
            end(404, "no location", "404, for there is no location", null);
        } else {
            String who = handler instanceof OwnHandler ? handler.toString() : "a handler of the program";
            steps.add("answer", 0, "by " + who, "handler", who);
        }
    }

    private void answerByFile(FileHandler files, FileOutcome outcome) {
        String file = String.valueOf(outcome.file());
        if (outcome.mediaType() != null) {
            String facts = ", " + outcome.mediaType() + ", " + outcome.sizeBytes() + " bytes";
            steps.add("file", 0, file + facts, "file", file, "type", outcome.mediaType(), "bytes", outcome.sizeBytes());
        } else {
            steps.add("file", 0, file + (outcome.isList() ? ", a folder that is listed" : ""), "file", file);
        }
        String method = request.method();
        boolean isRead = method.equals("GET") || method.equals("HEAD");
        int status = isRead ? outcome.status() : 405;
        end(
                status,
                "by files",
                status + (isRead ? " by the files below " : " from the files below ") + files.root(),
                outcome.mediaType());
    }

    private void end(int status, String why, String text, String mediaType) {
        request.answered(status, mediaType);
        steps.add("answer", 0, text, "status", status, "why", why);
        steps.end(status == ScriptAnswer.CLOSE_SILENTLY ? 0 : status);
    }

    private void explainFields(Routing routing) {
        if (request.status() == ScriptAnswer.CLOSE_SILENTLY) {
            return; // there is no answer for a script to have a say in
        }
        try {
            if (routing.hasReplyScripts()) {
                routing.runReplyScripts();
            }
        } catch (ScriptException failure) {
            steps.add("failed", 0, failure.getMessage(), "message", failure.getMessage());
            request.edits(null);
            refused(500, "as always then");
        }
        request.edits()
                .forEach((name, value) -> steps.add(
                        "field",
                        0,
                        value == null ? name + " is removed" : name + ": " + value,
                        "name",
                        name,
                        "value",
                        value));
    }
}
