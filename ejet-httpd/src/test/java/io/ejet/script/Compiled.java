package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles for a test, with the settings that it names, and keeps what was told. */
final class Compiled {
    final LocalNames names = new LocalNames();
    final List<String> problems = new ArrayList<>();
    private final Map<String, List<String>> settings = new LinkedHashMap<>();
    private final ScriptCompiler compiler = new ScriptCompiler(names, this::find);

    Compiled with(String name, String... values) {
        settings.put(name, List.of(values));
        return this;
    }

    private Setting find(String name, int index) {
        List<String> values = settings.get(name);
        int at = values == null || index >= 0 ? index : values.size() + index;
        if (values == null || at < 0 || at >= values.size()) {
            return null;
        }
        String value = values.get(at);
        boolean isScript = value.startsWith("script:");
        return new Setting(
                name + at,
                isScript ? value.substring("script:".length()) : value,
                isScript,
                problem -> note(name, problem));
    }

    private void note(String of, ScriptProblem problem) {
        problems.add((of.isEmpty() ? "" : of + ": ") + (problem.isWarning() ? "warning " : "") + problem.index() + " "
                + problem.message());
    }

    Template template(String text) {
        return compiler.template(text, problem -> note("", problem));
    }

    Script script(ScriptKind kind, String text) {
        return compiler.script(kind, text, problem -> note("", problem));
    }

    /** A script that is right. */
    Script script(String text) {
        Script script = script(ScriptKind.REQUEST, text);
        assertEquals(List.of(), problems, text);
        return script;
    }

    /** What is wrong with a script for requests. */
    static List<String> problems(String text) {
        Compiled compiled = new Compiled();
        compiled.script(ScriptKind.REQUEST, text);
        compiled.names.warnOfUndefined();
        return compiled.problems;
    }
}
