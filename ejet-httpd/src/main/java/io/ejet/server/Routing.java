package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.access.Access;
import io.ejet.file.FileHandler;
import io.ejet.script.Flow;
import io.ejet.script.Script;
import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Scripts;
import io.ejet.script.Worth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds out who answers one request, by running the scripts of its host and of the locations that it comes to; then runs those
 * that have a say in the answer.
 *
 * <pre>
 *   location of the path ──▶ scripts of listen and host, once ──▶ scripts of the location ──▶ its handler
 *            ▲                       │ another path                    │ another path
 *            └───────────────────────┴────────── at most 16 times ─────┘
 * </pre>
 *
 * <p>What the disk is asked may end a run, see {@link DiskAnswers}: when the answer is there all is run anew.
 *
 * <p>Threading: the owner. Lifecycle: {@link #begin} for each request that may meet a script, {@link #clear} after it; so a request
 * allocates nothing for it.
 */
final class Routing {
    private static final int MOST_LOCATIONS = 16;

    private final RoutedRequest request;
    private final ScriptedRequest scripted;
    private Host host;

    /** What scripts are run on. */
    private ScriptRun run;

    /** Null unless someone wants to know. */
    private Explanation trace;

    private int locations;

    /** Null before somebody asks who is let in. */
    private AccessCheck accessCheck;

    /** What is answered to who is not let in; null to who is. */
    private HttpHandler refusal;

    /** The paths of index files that are to be looked up among the locations again; null before there is one. */
    private Map<Folder, String> indexes;

    /** A path that names a folder, and whose files are to answer for it. */
    private record Folder(FileHandler files, String path) {}

    Routing(RoutedRequest request) {
        this.request = request;
        this.scripted = new ScriptedRequest(request);
    }

    /**
     * Another request.
     *
     * @param asked whom it asks; its path is known
     * @param mayBlock whether the disk may be asked here
     */
    void begin(Host asked, boolean mayBlock) {
        begin(asked, mayBlock, null);
    }

    /** The same; notes each step, unless {@code explanation} is null. */
    void begin(Host asked, boolean mayBlock, Explanation explanation) {
        clear(); // nothing of the request before counts
        host = asked;
        trace = explanation;
        scripted.begin(asked.locations(), mayBlock);
        run = explanation == null ? scripted : new TracedRun(scripted, explanation);
    }

    /** Lets go of what belongs to the request. */
    void clear() {
        host = null;
        run = null;
        indexes = null;
        leave();
        accessCheck = null;
        refusal = null;
        scripted.clear();
    }

    /** The request is over, though what is known of it may still be asked for. */
    void leave() {
        if (accessCheck != null) {
            accessCheck.leave();
        }
    }

    /** What the disk has answered. */
    void answer(DiskQuestion question, Object answer) {
        scripted.disk().add(question, answer);
    }

    /** The location that the request has come to; null when there is none. */
    Location location() {
        return scripted.location();
    }

    /** What scripts see of the request. */
    ScriptRun run() {
        return scripted;
    }

    /** The same when the exchange has ended. */
    ScriptRun endedRun() {
        scripted.askNoMore();
        return scripted;
    }

    /** Files were to answer for a folder, whose index file is another location's: that is found out anew. */
    void onIndexFound(String folder, String indexPath) {
        if (indexes == null) {
            indexes = new HashMap<>();
        }
        indexes.put(new Folder(scripted.files(), folder), indexPath);
    }

    // -- who answers

    /**
     * Runs the scripts.
     *
     * @return who answers: an {@link AccessRefusal}, a {@link ScriptAnswer}, or the handler of a location; null when there is none
     * @throws DiskAnswers.Unanswered when the disk has to be asked first
     * @throws ScriptException when the scripts come to no end
     */
    HttpHandler decide() {
        scripted.startAnew();
        locations = 0;
        refusal = null;
        findLocation();
        Flow flow = isLetIn() ? runOfLocations(runOfHost()) : Flow.ANSWERED;
        while (flow != Flow.ANSWERED && isMovedToIndex()) {
            flow = runOfLocations(Flow.NEXT);
        }
        if (flow != Flow.ANSWERED && isLetIn()) {
            return scripted.handler();
        }
        return refusal == null ? scripted.answer() : refusal;
    }

    /** Whether the request may come to where it has come; if not, that is the answer. */
    private boolean isLetIn() {
        Access access = scripted.location() == null
                ? host.access()
                : scripted.location().access();
        if (access != null) {
            if (accessCheck == null) {
                accessCheck = new AccessCheck(request, scripted, scripted.disk(), trace != null);
            }
            refusal = accessCheck.refusal(access);
        }
        return refusal == null;
    }

    private Flow runOfHost() {
        List<Script> scripts = host.scripts().onRequest();
        Flow flow = Flow.NEXT;
        for (int i = 0; i < scripts.size() && !isEnd(flow); i++) {
            flow = scripts.get(i).run(run);
            if (flow == Flow.REMATCH) {
                findLocation();
            }
        }
        return flow;
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

    /** Who is not let in gets nothing of a location, not even of its scripts. */
    private Flow runOfLocation() {
        if (!isLetIn()) {
            return Flow.ANSWERED;
        }
        List<Script> scripts = ofLocation().onRequest();
        Flow flow = Flow.NEXT;
        for (int i = 0; i < scripts.size() && flow == Flow.NEXT; i++) {
            flow = scripts.get(i).run(run);
        }
        return flow;
    }

    /** At most so often, or the location is not found any more. */
    private boolean isMovedToIndex() {
        String index = indexes == null ? null : indexes.get(new Folder(scripted.files(), request.path()));
        if (index == null) {
            return false;
        }
        request.path(index);
        findLocation();
        return true;
    }

    private void findLocation() {
        if (++locations > MOST_LOCATIONS) {
            throw new ScriptException("the scripts send " + scripted.printedPath()
                    + " from location to location, more than " + MOST_LOCATIONS + " times");
        }
        scripted.findLocation();
        if (trace != null) {
            trace.add("location", 0, "for " + request.path(), "path", request.path());
            host.locations().explain(scripted.location(), request.path(), trace);
        }
    }

    // -- the answer

    /** Whether any script has a say in the answer. */
    boolean hasReplyScripts() {
        return !host.scripts().onReply().isEmpty() || !ofLocation().onReply().isEmpty();
    }

    /** Whether a script may add to the body: then it has no ranges. */
    boolean mayAddToBody() {
        return host.scripts().mayAddToBody() || ofLocation().mayAddToBody();
    }

    /**
     * Runs the scripts that have a say in the answer, when its status and fields are known.
     *
     * @throws DiskAnswers.Unanswered when the disk has to be asked first: then nothing of what they have done holds
     * @throws ScriptException when they cannot be run
     */
    void runReplyScripts() {
        if (scripted.mayBlock()) {
            runReplyScriptsOnce();
            return;
        }
        AnswerEdits edits = request.edits().copy();
        Worth[] locals = scripted.locals();
        try {
            runReplyScriptsOnce();
        } catch (DiskAnswers.Unanswered unanswered) {
            request.edits(edits);
            scripted.locals(locals);
            throw unanswered;
        }
    }

    private void runReplyScriptsOnce() {
        run(host.scripts().onReply());
        run(ofLocation().onReply());
    }

    private Scripts ofLocation() {
        return scripted.location() == null ? Scripts.NONE : scripted.location().scripts();
    }

    private void run(List<Script> scripts) {
        for (int i = 0; i < scripts.size(); i++) {
            scripts.get(i).run(run);
        }
    }
}
