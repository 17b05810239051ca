package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.file.FileHandler;
import io.ejet.http.HttpFields;
import io.ejet.http.UriPath;
import io.ejet.script.Captures;
import io.ejet.script.FileTest;
import io.ejet.script.Flow;
import io.ejet.script.Script;
import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Variable;
import io.ejet.script.Worth;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out who answers one request, by running the scripts of its host and of the locations that it comes to.
 *
 * <pre>
 *   location of the path ──▶ scripts of listen and host, once ──▶ scripts of the location ──▶ its handler
 *            ▲                       │ another path                    │ another path
 *            └───────────────────────┴────────── at most 16 times ─────┘
 * </pre>
 *
 * <p>What the disk is asked blocks, so where callbacks run on pumps it is asked elsewhere: the run ends with an {@link Unanswered},
 * and when the answer is there all is run anew. Nothing a script does has an effect before its end but an answer, which is its
 * last step.
 *
 * <p>Threading: the owner. Lifecycle: one for each request that may meet a script.
 */
final class Routing implements ScriptRun {
    private static final int MOST_LOCATIONS = 16;
    private static final int MOST_QUESTIONS = 64;
    private static final Worth[] NONE = {};

    private final ServerExchange exchange;
    private final Host host;
    private final String firstPath;
    private final boolean mayBlock;

    /** What the disk has answered; null before it was asked. */
    private Map<DiskQuestion, Object> known;

    /** The paths of index files that are to be looked up among the locations again; null before there is one. */
    private Map<Folder, String> indexes;

    /** A path that names a folder, and whose files are to answer for it. */
    private record Folder(FileHandler files, String path) {}

    private Location location;
    private Captures captures;

    /** The path that has led to the location. */
    private String matchedPath;

    private int locations;
    private Worth[] locals = NONE;

    /** The run needs an answer of the disk. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient DiskQuestion question;

        Unanswered(DiskQuestion question) {
            super(null, null, false, false);
            this.question = question;
        }

        DiskQuestion question() {
            return question;
        }
    }

    /**
     * For one request.
     *
     * @param exchange its path is known
     * @param host whom it asks
     * @param mayBlock whether the disk may be asked here
     */
    Routing(ServerExchange exchange, Host host, boolean mayBlock) {
        this.exchange = exchange;
        this.host = host;
        this.firstPath = exchange.path();
        this.mayBlock = mayBlock;
    }

    /** What the disk has answered. */
    void answer(DiskQuestion question, Object answer) {
        if (known == null) {
            known = new HashMap<>();
        }
        known.put(question, answer);
    }

    /** Files were to answer for a folder, whose index file is another location's: that is found out anew. */
    void onIndexFound(String folder, String indexPath) {
        if (indexes == null) {
            indexes = new HashMap<>();
        }
        indexes.put(new Folder(files(), folder), indexPath);
    }

    /**
     * Runs the scripts.
     *
     * @return who answers; null when a script has
     * @throws Unanswered when the disk has to be asked first
     * @throws ScriptException when the scripts come to no end
     */
    HttpHandler decide() {
        startAnew();
        Flow flow = Flow.NEXT;
        for (int i = 0; i < host.scripts().size() && !isEnd(flow); i++) {
            flow = host.scripts().get(i).run(this);
            if (flow == Flow.REMATCH) {
                findLocation();
            }
        }
        flow = runOfLocations(flow);
        while (flow != Flow.ANSWERED && isMovedToIndex()) {
            flow = runOfLocations(Flow.NEXT);
        }
        return flow == Flow.ANSWERED ? null : handler();
    }

    /** At most so often, or the location is not found any more. */
    private boolean isMovedToIndex() {
        String index = indexes == null ? null : indexes.get(new Folder(files(), exchange.path()));
        if (index == null) {
            return false;
        }
        exchange.path(index);
        findLocation();
        return true;
    }

    private Flow runOfLocations(Flow before) {
        Flow flow = before;
        while (!isEnd(flow)) {
            flow = runOfLocation();
            if (flow == Flow.NEXT) {
                break;
            } else if (flow == Flow.REMATCH) {
                findLocation();
            }
        }
        return flow;
    }

    private static boolean isEnd(Flow flow) {
        return flow == Flow.ANSWERED || flow == Flow.STOP;
    }

    private Flow runOfLocation() {
        List<Script> scripts = location == null ? List.of() : location.scripts();
        Flow flow = Flow.NEXT;
        for (int i = 0; i < scripts.size() && flow == Flow.NEXT; i++) {
            flow = scripts.get(i).run(this);
        }
        return flow;
    }

    private HttpHandler handler() {
        return location == null ? NotFound.HANDLER : location.handler();
    }

    /** Nobody answers for the path. */
    private static final class NotFound {
        private static final OwnHandler HANDLER = exchange -> ErrorPages.send(exchange, 404);
    }

    private void startAnew() {
        exchange.forgetEdits();
        exchange.path(firstPath);
        locations = 0;
        Arrays.fill(locals, null);
        findLocation();
    }

    private void findLocation() {
        if (++locations > MOST_LOCATIONS) {
            throw new ScriptException("the scripts send " + HttpFields.printable(firstPath)
                    + " from location to location, more than " + MOST_LOCATIONS + " times");
        }
        location = host.locations().find(exchange.path());
        matchedPath = exchange.path();
        captures = null;
    }

    Location location() {
        return location;
    }

    // -- what scripts see

    @Override
    public Captures captures() {
        if (captures == null) {
            captures = location == null ? Captures.NONE : location.captures(matchedPath);
        }
        return captures;
    }

    @Override
    public String value(Variable variable, String index) {
        return RequestValues.of(variable, index, exchange, this);
    }

    @Override
    public Worth local(int slot) {
        return slot < locals.length ? locals[slot] : null;
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public boolean isTrue(FileTest test, String path) {
        return (Boolean) ask(new DiskQuestion.IsTrue(test, path));
    }

    /** Asks the disk, or ends the run until it has answered. */
    Object ask(DiskQuestion question) {
        Object answer = known == null ? null : known.get(question);
        if (answer != null) {
            return answer;
        } else if (known != null && known.size() == MOST_QUESTIONS) {
            throw new ScriptException("the scripts ask the disk more than " + MOST_QUESTIONS + " times");
        } else if (!mayBlock) {
            throw new Unanswered(question);
        }
        try {
            answer(question, question.call());
        } catch (Exception e) {
            throw new ScriptException("the disk does not answer " + question + ": " + e);
        }
        return known.get(question);
    }

    /** The files of the current location; null when it serves none. */
    FileHandler files() {
        return location != null && location.handler() instanceof FileHandler files ? files : null;
    }

    // -- what scripts do

    @Override
    public void setLocal(int slot, Worth value) {
        if (slot >= locals.length) {
            locals = Arrays.copyOf(locals, slot + 8);
        }
        locals[slot] = value;
    }

    @Override
    public void setElement(Variable variable, String index, String value) {
        switch (variable) {
            case REQUEST_HEADER -> requestHeader(index, value);
            case RESPONSE_HEADER -> responseHeader(index, value);
            case COOKIE ->
                exchange.editRequest("Cookie", RequestValues.withNamed(exchange.header("Cookie"), "; ", index, value));
            case QUERY -> exchange.query(RequestValues.withNamed(exchange.query(), "&", index, value));
            default -> throw new ScriptException("no element of " + variable + " can be set");
        }
    }

    @Override
    public void moveTo(String path, String query) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        byte[] encoded = UriPath.encode(absolute).getBytes(StandardCharsets.ISO_8859_1);
        String normal = UriPath.normalize(ByteBuffer.wrap(encoded), 0, encoded.length);
        if (normal == null || DiskQuestion.hasDotSegments(absolute)) {
            throw new ScriptException("a script makes a path of " + HttpFields.printable(firstPath) + " that is none: "
                    + HttpFields.printable(absolute));
        }
        exchange.path(normal);
        if (query != null) {
            exchange.query(query);
        }
    }

    @Override
    public void forwardTo(String url) {
        exchange.onForwarded(url);
        ErrorPages.send(exchange, 501);
    }

    @Override
    public void reply(int status, String text) {
        if (status == 444) {
            exchange.drop();
        } else if (text == null) {
            exchange.replyPage(status);
        } else if (status >= 300 && status < 400) {
            field(() -> exchange.setHeader("Location", text));
            ErrorPages.send(exchange, status);
        } else {
            exchange.status(status).send(text);
        }
    }

    @Override
    public void requestHeader(String name, String value) {
        field(() -> {
            HttpFields.check(name, value == null ? "" : value);
            exchange.editRequest(name, value);
        });
    }

    @Override
    public void responseHeader(String name, String value) {
        field(() -> exchange.edits().field(name, value));
    }

    /** What a client has sent may not stay one field: then there is none. */
    private static void field(Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException e) {
            throw new ScriptException(e.getMessage());
        }
    }

    @Override
    public void addToBody(String what, boolean isFile, boolean isBefore) {
        byte[] bytes;
        if (!isFile) {
            bytes = what.getBytes(StandardCharsets.UTF_8);
        } else if (files() == null) {
            return;
        } else {
            String folder = what.startsWith("/")
                    ? ""
                    : exchange.path().substring(0, exchange.path().lastIndexOf('/') + 1);
            bytes = (byte[]) ask(new DiskQuestion.Content(files(), folder + what));
        }
        exchange.edits().addToBody(bytes, isBefore);
    }

    @Override
    public boolean isMovedToFile(String path, String query) {
        if (files() == null || !(Boolean) ask(new DiskQuestion.IsServed(files(), path))) {
            return false;
        }
        moveTo(path, query);
        return true;
    }

    @Override
    public boolean isMovedToLocation(String name) {
        Location named = host.locations().named(name);
        if (named != null) {
            location = named;
            matchedPath = exchange.path();
            captures = null;
        }
        return named != null;
    }

    @Override
    public void closeCache(boolean isRemoved) {
        // nothing is stored
    }
}
