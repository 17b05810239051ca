package io.ejet.server;

import io.ejet.HttpHandler;
import io.ejet.file.FileHandler;
import io.ejet.file.FilesOfRequest;
import io.ejet.http.HttpFields;
import io.ejet.http.UriPath;
import io.ejet.script.Captures;
import io.ejet.script.FileTest;
import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Variable;
import io.ejet.script.Worth;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A request as scripts see it: its variables, the location it has come to, and what they do to it. Nothing of that has an effect
 * outside before the scripts are through.
 *
 * <p>Threading: the owner. Lifecycle: {@link #begin} for each request, {@link #clear} after it.
 */
final class ScriptedRequest implements ScriptRun {
    private static final Worth[] NONE = {};

    private final RoutedRequest request;
    private Locations places;
    private boolean mayBlock;
    private String firstPath;

    /** Null before anything is asked. */
    private DiskAnswers disk;

    private Location location;
    private Captures captures;

    /** The path that has led to the location. */
    private String matchedPath;

    private Worth[] locals = NONE;

    /** Null unless a script has answered. */
    private ScriptAnswer answer;

    /** Whether the root of the location is just being put together. */
    private boolean isRootAsked;

    ScriptedRequest(RoutedRequest request) {
        this.request = request;
    }

    void begin(Locations ofHost, boolean mayBlockHere) {
        places = ofHost;
        mayBlock = mayBlockHere;
        firstPath = request.path();
    }

    void clear() {
        places = null;
        firstPath = null;
        disk = null;
        location = null;
        captures = null;
        matchedPath = null;
        Arrays.fill(locals, null);
        answer = null;
    }

    /** Forgets what scripts have done. */
    void startAnew() {
        request.forgetEdits();
        request.path(firstPath);
        Arrays.fill(locals, null);
        answer = null;
    }

    /** Looks for the location of the current path. */
    void findLocation() {
        goTo(places.find(request.path()));
    }

    private void goTo(Location found) {
        location = found;
        matchedPath = request.path();
        captures = null;
    }

    /** Null when there is none. */
    Location location() {
        return location;
    }

    /** Who answers for the current location; null when there is none. */
    HttpHandler handler() {
        FileHandler files = files();
        return files != null || location == null ? files : location.handler();
    }

    /** The files of the current location; null when it serves none. */
    FileHandler files() {
        HttpHandler handler = location == null ? null : location.handler();
        if (handler instanceof FilesOfRequest all) {
            return ofRequest(all);
        }
        return handler instanceof FileHandler files ? files : null;
    }

    /** Anew each time: what the root is made of may have changed. One that asks for itself gets nothing. */
    private FileHandler ofRequest(FilesOfRequest all) {
        if (isRootAsked) {
            return null;
        }
        isRootAsked = true;
        try {
            return all.of(this);
        } finally {
            isRootAsked = false;
        }
    }

    ScriptAnswer answer() {
        return answer;
    }

    /** The path that the request came with, for reports. */
    String printedPath() {
        return HttpFields.printable(firstPath);
    }

    boolean mayBlock() {
        return mayBlock;
    }

    DiskAnswers disk() {
        if (disk == null) {
            disk = new DiskAnswers(mayBlock);
        }
        return disk;
    }

    /** What the disk has not told by now is not asked any more. */
    void askNoMore() {
        mayBlock = false;
        if (disk != null) {
            disk.askNoMore();
        }
    }

    Object ask(DiskQuestion question) {
        return disk().to(question);
    }

    // -- to take back what a script has done that could not be run to its end

    Worth[] locals() {
        return locals.clone();
    }

    void locals(Worth[] before) {
        locals = before;
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
        return RequestValues.of(variable, index, request, this);
    }

    @Override
    public Worth local(int slot) {
        return slot < locals.length ? locals[slot] : null;
    }

    @Override
    public String path() {
        return request.path();
    }

    @Override
    public boolean isTrue(FileTest test, String path) {
        return (Boolean) ask(new DiskQuestion.IsTrue(test, path));
    }

    // -- what scripts do

    @Override
    public void setLocal(int slot, Worth value) {
        if (slot >= locals.length) {
            locals = Arrays.copyOf(locals, slot + 4);
        }
        locals[slot] = value;
    }

    @Override
    public void setElement(Variable variable, String index, String value) {
        switch (variable) {
            case REQUEST_HEADER -> requestHeader(index, value);
            case RESPONSE_HEADER -> responseHeader(index, value);
            case COOKIE -> setCookie(index, value);
            case QUERY -> request.query(RequestValues.withNamed(request.query(), "&", index, value));
            default -> throw new ScriptException("no element of " + variable + " can be set");
        }
    }

    private void setCookie(String name, String value) {
        if (value.indexOf(';') >= 0) { // would be another cookie behind it
            throw new ScriptException("a script makes several cookies of one: " + HttpFields.printable(value));
        }
        request.editRequest("Cookie", RequestValues.withNamed(request.header("Cookie"), "; ", name, value));
    }

    @Override
    public void moveTo(String path, String query) {
        String absolute = path.startsWith("/") ? path : "/" + path;
        byte[] encoded = UriPath.encode(absolute).getBytes(StandardCharsets.ISO_8859_1);
        String normal = UriPath.normalize(ByteBuffer.wrap(encoded), 0, encoded.length);
        if (normal == null || DiskQuestion.hasDotSegments(absolute)) {
            throw new ScriptException(
                    "a script makes a path of " + printedPath() + " that is none: " + HttpFields.printable(absolute));
        }
        request.path(normal);
        if (query != null) {
            request.query(query);
        }
    }

    @Override
    public void forwardTo(String url) {
        answer = new ScriptAnswer.Forward(url);
    }

    @Override
    public void reply(int status, String text) {
        ScriptAnswer.Reply reply = new ScriptAnswer.Reply(status, text);
        if (reply.isRedirection()) {
            check(() -> HttpFields.checkOfAnswer("Location", text));
        }
        answer = reply;
    }

    @Override
    public void requestHeader(String name, String value) {
        check(() -> HttpFields.check(name, value == null ? "" : value));
        request.editRequest(name, value);
    }

    @Override
    public void responseHeader(String name, String value) {
        check(() -> request.edits().field(name, value));
    }

    /** What a client has sent may not stay one field: then there is none. */
    private static void check(Runnable setting) {
        try {
            setting.run();
        } catch (IllegalArgumentException e) {
            throw new ScriptException(e.getMessage());
        }
    }

    @Override
    public void addToBody(String what, boolean isFile, boolean isBefore) {
        FileHandler files = isFile ? files() : null;
        byte[] bytes;
        if (!isFile) {
            bytes = what.getBytes(StandardCharsets.UTF_8);
        } else if (files == null) {
            return;
        } else {
            String folder = what.startsWith("/")
                    ? ""
                    : request.path().substring(0, request.path().lastIndexOf('/') + 1);
            bytes = (byte[]) ask(new DiskQuestion.Content(files, folder + what));
        }
        request.edits().addToBody(bytes, isBefore);
    }

    @Override
    public boolean isMovedToFile(String path, String query) {
        FileHandler files = files();
        if (files == null || !(Boolean) ask(new DiskQuestion.IsServed(files, path))) {
            return false;
        }
        moveTo(path, query);
        return true;
    }

    @Override
    public boolean isMovedToLocation(String name) {
        Location named = places.named(name);
        if (named != null) {
            goTo(named);
        }
        return named != null;
    }

    @Override
    public void closeCache(boolean isRemoved) {
        // nothing is stored
    }
}
