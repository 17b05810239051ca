package io.ejet.conf;

import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import io.ejet.script.LocalNames;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.ScriptKind;
import io.ejet.script.ScriptProblem;
import io.ejet.script.Scripts;
import io.ejet.script.Setting;
import io.ejet.script.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compiles the scripts of a configuration. For one thread. */
final class ScriptReader {
    private final LocalNames names = new LocalNames();
    private final ConfigVariables variables;
    private final ConfigErrors errors;

    ScriptReader(ConfigVariables variables, ConfigErrors errors) {
        this.variables = variables;
        this.errors = errors;
    }

    /**
     * The scripts that stand in a section; those for what is stored are only checked.
     *
     * @param scopes the section, then those around it, in which names of settings count
     * @param expressions by which requests come to the section
     */
    Scripts read(List<Section> scopes, Expressions expressions) {
        compile(ConfigKeys.CACHE_CHECK_SCRIPT, ScriptKind.CACHE_CHECK, scopes, expressions);
        return new Scripts(
                compile(ConfigKeys.SCRIPT, ScriptKind.REQUEST, scopes, expressions),
                compile(ConfigKeys.REPLY_SCRIPT, ScriptKind.REPLY, scopes, expressions));
    }

    /**
     * A text with variables in it, or a script that gives a value.
     *
     * @param scopes the section it stands in, then those around it
     * @param expressions by which requests come there
     * @param value a text or a script
     */
    Template template(List<Section> scopes, Expressions expressions, ConfigNode value) {
        ScriptCompiler compiler = new ScriptCompiler(names, new Scopes(scopes), expressions);
        if (value instanceof Script script) {
            return compiler.value(script.text(), at -> line(script.place().plus(at)), problems(script.place()));
        }
        return compiler.template(((Text) value).text(), problems(value.place()));
    }

    private List<io.ejet.script.Script> compile(
            ConfigKey<?> key, ScriptKind kind, List<Section> scopes, Expressions expressions) {
        ScriptCompiler compiler = new ScriptCompiler(names, new Scopes(scopes), expressions);
        List<io.ejet.script.Script> scripts = new ArrayList<>();
        for (ConfigNode value : key.in(scopes.get(0))) {
            if (value instanceof Script script) {
                scripts.add(compiled(compiler, kind, script.text(), script.place()));
            } else if (value instanceof Text text) {
                scripts.add(compiled(compiler, kind, text.text(), text.place()));
            }
        }
        return scripts;
    }

    private io.ejet.script.Script compiled(ScriptCompiler compiler, ScriptKind kind, String text, ConfigPlace start) {
        return compiler.script(kind, text, at -> line(start.plus(at)), problems(start));
    }

    private static String line(ConfigPlace place) {
        return place.file() + ":" + place.line();
    }

    /** The names that scripts of this configuration set. */
    LocalNames names() {
        return names;
    }

    /** What names mean in a section, and in those around it. */
    Setting.Source settings(List<Section> scopes) {
        return new Scopes(scopes);
    }

    /** Everything is read: warns of names that nothing defines, and of those that nothing asks for. */
    void finish() {
        names.warnOfUndefined();
        variables.finish();
    }

    private Consumer<ScriptProblem> problems(ConfigPlace start) {
        return problem -> {
            ConfigPlace place = start.plus(problem.index());
            if (problem.isWarning()) {
                errors.warning(place, problem.message(), problem.expected());
            } else {
                errors.error(place, problem.message(), problem.expected());
            }
        };
    }

    /** The settings that names mean: those of the innermost section first. */
    private final class Scopes implements Setting.Source {
        private final List<Section> scopes;

        Scopes(List<Section> scopes) {
            this.scopes = scopes;
        }

        @Override
        public Setting find(String name, int index) {
            for (Section scope : scopes) {
                String normal = SettingName.normal(name);
                List<ConfigNode> values = scope.values(normal);
                variables.ask(scope, normal);
                int at = index < 0 ? values.size() + index : index;
                if (!values.isEmpty()) {
                    return at >= 0 && at < values.size() ? setting(values.get(at)) : null;
                }
            }
            return null;
        }

        private Setting setting(ConfigNode value) {
            if (value instanceof Text text) {
                return new Setting(text.place(), text.text(), false, problems(text.place()));
            } else if (value instanceof Script script) {
                return new Setting(script.place(), script.text(), true, problems(script.place()));
            }
            return null;
        }
    }
}
