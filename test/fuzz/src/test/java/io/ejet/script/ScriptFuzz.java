package io.ejet.script;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whatever stands in a script or template: it is compiled, or its errors are told, each within the text; and what is compiled can
 * be run for whatever request. The first line of the input is the client's, the rest the configuration's.
 */
class ScriptFuzz {
    private static final int MOST_CHARACTERS = 4000;

    private static final Regex WITHIN = Regex.compile(
            "^http://host/([^?#%\\s\"<>]|%[0-9A-F][0-9A-F])*/end\\?a=([^?#&=%\\s]|%[0-9A-F][0-9A-F])*&b=1$", false);

    @FuzzTest(maxDuration = "60s")
    void shouldCompileOrTellAndRunForWhateverRequest(byte[] input) {
        String text = new String(input, 0, Math.min(input.length, MOST_CHARACTERS), StandardCharsets.UTF_8);
        int line = text.indexOf('\n');
        String client = line < 0 ? "/a" : text.substring(0, line);
        String written = text.substring(line + 1);
        for (ScriptKind kind : ScriptKind.values()) {
            List<ScriptProblem> problems = new ArrayList<>();
            LocalNames names = new LocalNames();
            Script script = compiler(names, written).script(kind, written, problems::add);
            names.warnOfUndefined();
            check(problems, written);
            if (problems.stream().allMatch(ScriptProblem::isWarning)) {
                run(script, client);
            }
        }
        List<ScriptProblem> problems = new ArrayList<>();
        Template template = compiler(new LocalNames(), written).template(written, problems::add);
        check(problems, written);
        if (problems.isEmpty()) {
            expand(template, client);
        }
    }

    /** A path of a client stays within the path of a URL, and within one argument of its query. */
    @FuzzTest(maxDuration = "60s")
    void shouldKeepWhatAClientWritesWithinItsPlace(byte[] input) {
        String client = "/" + new String(input, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", "");
        FuzzRun run = new FuzzRun(client);
        compiler(new LocalNames(), "")
                .script(ScriptKind.REQUEST, "rewrite ^/(.*)$ http://host/$1/end?a=$1&b=1? redirect;", problem -> {
                    throw new AssertionError(problem.message());
                })
                .run(run);
        if (run.told == null) {
            return; // a line end within
        }
        if (!WITHIN.isFoundIn(run.told)) {
            throw new AssertionError(client + " became " + run.told);
        }
    }

    /** Names that the text itself defines, too, so that settings refer to each other. */
    private static ScriptCompiler compiler(LocalNames names, String written) {
        Consumer<ScriptProblem> ignored = problem -> {};
        return new ScriptCompiler(
                names, (name, index) -> name.length() > 3 ? null : new Setting(name, written, index > 0, ignored));
    }

    private static void check(List<ScriptProblem> problems, String written) {
        for (ScriptProblem problem : problems) {
            if (problem.index() < 0
                    || problem.index() > written.length()
                    || problem.message().isEmpty()) {
                throw new AssertionError("problem out of place: " + problem);
            }
        }
    }

    private static void run(Script script, String client) {
        try {
            script.run(new FuzzRun(client));
        } catch (ScriptException known) { // a value that becomes too long
            return;
        }
    }

    private static void expand(Template template, String client) {
        try {
            String text = template.text(new FuzzRun(client));
            if (template.constant() != null && !template.constant().equals(text)) {
                throw new AssertionError("a constant is not: " + text);
            }
        } catch (ScriptException known) { // a value that becomes too long
            return;
        }
    }

    /** Every variable is worth what the client writes. */
    private static final class FuzzRun implements ScriptRun {
        private final Worth[] locals = new Worth[MOST_CHARACTERS];
        private final String client;
        private String told;

        FuzzRun(String client) {
            this.client = client;
        }

        @Override
        public Captures captures() {
            return number -> number < 3 ? client : null;
        }

        @Override
        public String value(Variable variable, String index) {
            return client;
        }

        @Override
        public Worth local(int slot) {
            return locals[slot];
        }

        @Override
        public void setLocal(int slot, Worth value) {
            locals[slot] = value;
        }

        @Override
        public void setElement(Variable variable, String index, String value) {
            require(variable, index, value);
        }

        @Override
        public boolean isTrue(FileTest test, String path) {
            require(test, path);
            return client.length() % 2 == 0;
        }

        @Override
        public String path() {
            return client;
        }

        @Override
        public void moveTo(String path, String query) {
            require(path);
        }

        @Override
        public void forwardTo(String url) {
            require(url);
        }

        @Override
        public void reply(int status, String text) {
            told = text;
            if (status < 200 || status > 599) {
                throw new AssertionError("status=" + status);
            }
        }

        @Override
        public void requestHeader(String name, String value) {
            require(name);
        }

        @Override
        public void responseHeader(String name, String value) {
            require(name);
        }

        @Override
        public void addToBody(String what, boolean isFile, boolean isBefore) {
            require(what);
        }

        @Override
        public boolean isMovedToFile(String path, String query) {
            require(path);
            return client.length() % 3 == 0;
        }

        @Override
        public boolean isMovedToLocation(String name) {
            require(name);
            return client.length() % 2 == 0;
        }

        @Override
        public void closeCache(boolean isRemoved) {
            // nothing is stored
        }

        private static void require(Object... given) {
            for (Object each : given) {
                if (each == null) {
                    throw new AssertionError("null is given");
                }
            }
        }
    }
}
