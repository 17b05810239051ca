package io.ejet.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request that a test has made up, and a note of all that a script does to it. */
final class FakeRun implements ScriptRun {
    final Map<String, String> values = new HashMap<>();
    final Map<Integer, Worth> locals = new HashMap<>();
    final Set<String> files = new HashSet<>();
    final List<String> done = new ArrayList<>();
    Captures captures = Captures.NONE;
    String path = "/";
    String query = "";

    /** What a variable is worth; with an index as {@code NAME[index]}. */
    FakeRun with(String name, String value) {
        values.put(name, value);
        return this;
    }

    FakeRun at(String newPath) {
        path = newPath;
        return this;
    }

    @Override
    public Captures captures() {
        return captures;
    }

    @Override
    public String value(Variable variable, String index) {
        if (variable == Variable.QUERY && index == null) {
            return query;
        } else if (variable == Variable.URI || variable == Variable.DOCUMENT_URI) {
            return path;
        }
        return values.getOrDefault(variable + (index == null ? "" : "[" + index + "]"), "");
    }

    @Override
    public Worth local(int slot) {
        return locals.get(slot);
    }

    @Override
    public void setLocal(int slot, Worth value) {
        locals.put(slot, value);
    }

    @Override
    public void setElement(Variable variable, String index, String value) {
        done.add("set " + variable + "[" + index + "]=" + value);
    }

    @Override
    public boolean isTrue(FileTest test, String file) {
        done.add(test + " " + file);
        return files.contains(file);
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public void moveTo(String newPath, String newQuery) {
        path = newPath;
        query = newQuery == null ? query : newQuery;
        done.add("move " + path + (query.isEmpty() ? "" : "?" + query));
    }

    @Override
    public void forwardTo(String url) {
        done.add("forward " + url);
    }

    @Override
    public void reply(int status, String text) {
        done.add("reply " + status + (text == null ? "" : " " + text));
    }

    @Override
    public void requestHeader(String name, String value) {
        done.add("request " + name + "=" + value);
    }

    @Override
    public void responseHeader(String name, String value) {
        done.add("response " + name + "=" + value);
    }

    @Override
    public void addToBody(String what, boolean isFile, boolean isBefore) {
        done.add((isBefore ? "before " : "after ") + (isFile ? "file " : "text ") + what);
    }

    @Override
    public boolean isMovedToFile(String file, String newQuery) {
        done.add("try " + file);
        if (files.contains(file)) {
            path = file;
            query = newQuery == null ? query : newQuery;
            return true;
        }
        return false;
    }

    @Override
    public boolean isMovedToLocation(String name) {
        done.add("go to " + name);
        return files.contains(name);
    }

    @Override
    public void closeCache(boolean isRemoved) {
        done.add(isRemoved ? "remove cache" : "close cache");
    }
}
