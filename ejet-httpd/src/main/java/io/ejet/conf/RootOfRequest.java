package io.ejet.conf;

import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Template;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * A root with variables or a script in it: each request tells which folder it is. Immutable; any thread.
 *
 * @param text the root as it is told, without the name of the folder {@code from} if it begins with that
 * @param from the folder that the text counts from
 * @param within the folder that it does not leave: the same, or one that {@code from} is below; then the text may be the whole name of
 *     a folder
 */
public record RootOfRequest(Template text, Path from, Path within) {
    /**
     * The folder for one request, there or not.
     *
     * @param run the request
     * @return {@code within} or a folder below it, without dot segments; null when the text is no name that could be
     *     one's
     * @throws ScriptException when the text becomes too long, or its script fails
     */
    public Path folder(ScriptRun run) {
        String name = text.text(run);
        boolean isFree = !from.equals(within);
        int start = 0;
        while (!isFree && start < name.length() && name.charAt(start) == '/') {
            start++; // of a value: it does not begin anew
        }
        try {
            Path folder = from.resolve(name.substring(start));
            boolean isNone = isFree && name.isEmpty();
            return !isNone && folder.startsWith(within) && folder.equals(folder.normalize()) ? folder : null;
        } catch (InvalidPathException none) { // NUL, or what the file system cannot write
            return null;
        }
    }

    /** As it is written in the configuration, for people. */
    @Override
    public String toString() {
        return "a root with variables, within " + within;
    }
}
