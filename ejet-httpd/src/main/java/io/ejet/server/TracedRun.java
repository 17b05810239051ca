package io.ejet.server;

import io.ejet.script.Captures;
import io.ejet.script.FileTest;
import io.ejet.script.Script;
import io.ejet.script.ScriptRun;
import io.ejet.script.ScriptTrace;
import io.ejet.script.Variable;
import io.ejet.script.Worth;
import java.util.Locale;

/** Notes all that scripts ask of a request and do to it. On one thread. */
final class TracedRun implements ScriptRun, ScriptTrace {
    private static final int STATEMENT = 1;
    private static final int DETAIL = 2;

    private final ScriptRun run;
    private final Explanation to;
    private Script script;

    TracedRun(ScriptRun run, Explanation to) {
        this.run = run;
        this.to = to;
    }

    // -- which way scripts take

    @Override
    public ScriptTrace trace() {
        return this;
    }

    @Override
    public void onScript(Script begun) {
        script = begun;
        String title = begun.kind().title();
        to.add("script", 0, title + " at " + begun.place(0), "script", title, "place", begun.place(0));
    }

    @Override
    public void onStatement(Script of, int start, int end) {
        script = of;
        String place = of.place(start);
        String text = of.text(start, end);
        if (!text.isEmpty() && !text.equals(";")) {
            to.add("statement", STATEMENT, place + "  " + text, "place", place, "statement", text);
        }
    }

    @Override
    public void onCondition(boolean isMet) {
        to.add("condition", DETAIL, isMet ? "holds" : "does not hold", "holds", isMet);
    }

    private void value(String name, String value) {
        to.add("value", DETAIL, name + " is " + quoted(value), "name", name, "value", value);
    }

    private void effect(String what, String value) {
        to.add("effect", DETAIL, what + (value == null ? "" : " " + value), "effect", what, "value", value);
    }

    private static String quoted(String value) {
        return value.isEmpty() ? "empty" : '"' + value + '"';
    }

    // -- what scripts ask

    @Override
    public Captures captures() {
        Captures captures = run.captures();
        return new Captures() {
            @Override
            public String group(int number) {
                String group = captures.group(number);
                value("$" + number, group == null ? "" : group);
                return group;
            }

            @Override
            public int groups() {
                return captures.groups();
            }
        };
    }

    @Override
    public String value(Variable variable, String index) {
        String value = run.value(variable, index);
        value("$" + variable.written() + (index == null ? "" : "[" + index + "]"), value);
        return value;
    }

    @Override
    public Worth local(int slot) {
        Worth value = run.local(slot);
        if (value != null) {
            value(name(slot), value.toString());
        }
        return value;
    }

    /** What a search has captured for a block has a place without a name: its number is shown. */
    private String name(int slot) {
        String name = script.localName(slot);
        return "$" + name.substring(name.startsWith(" ") ? name.lastIndexOf('.') + 1 : 0);
    }

    @Override
    public String path() {
        return run.path();
    }

    @Override
    public boolean isTrue(FileTest test, String path) {
        boolean isTrue = run.isTrue(test, path);
        String asked = test.name().toLowerCase(Locale.ROOT) + " test of " + quoted(path);
        to.add("disk", DETAIL, asked + " is " + isTrue, "asked", asked, "holds", isTrue);
        return isTrue;
    }

    // -- what scripts do

    @Override
    public void setLocal(int slot, Worth value) {
        run.setLocal(slot, value);
        effect(name(slot) + " becomes", quoted(value == null ? "" : value.toString()));
    }

    @Override
    public void setElement(Variable variable, String index, String value) {
        run.setElement(variable, index, value);
        effect("$" + variable.written() + "[" + index + "] becomes", quoted(value));
    }

    @Override
    public void moveTo(String path, String query) {
        run.moveTo(path, query);
        effect("path becomes", run.path());
        if (query != null) {
            effect("query becomes", quoted(query));
        }
    }

    @Override
    public void forwardTo(String url) {
        run.forwardTo(url);
        effect("goes to the server at", url);
    }

    @Override
    public void reply(int status, String text) {
        run.reply(status, text);
        effect("answers", status + (text == null ? "" : " " + quoted(text)));
    }

    @Override
    public void requestHeader(String name, String value) {
        run.requestHeader(name, value);
        effect("field of the request", name + (value == null ? " is removed" : ": " + value));
    }

    @Override
    public void responseHeader(String name, String value) {
        run.responseHeader(name, value);
        effect("field of the answer", name + (value == null ? " is removed" : ": " + value));
    }

    @Override
    public void addToBody(String what, boolean isFile, boolean isBefore) {
        run.addToBody(what, isFile, isBefore);
        effect((isFile ? "file " : "text ") + (isBefore ? "before" : "after") + " the body", quoted(what));
    }

    @Override
    public boolean isMovedToFile(String path, String query) {
        boolean isMoved = run.isMovedToFile(path, query);
        effect(isMoved ? "there is a file" : "there is no file", path);
        return isMoved;
    }

    @Override
    public boolean isMovedToLocation(String name) {
        boolean isMoved = run.isMovedToLocation(name);
        effect(isMoved ? "goes to the location" : "there is no location", name);
        return isMoved;
    }

    @Override
    public void closeCache(boolean isRemoved) {
        run.closeCache(isRemoved);
        effect(isRemoved ? "the stored answer is removed" : "the answer is not stored", null);
    }
}
