package io.ejet.script;

import io.ejet.http.HttpFields;
import io.ejet.script.Template.Part;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Compiles the templates and scripts of one place of the configuration. For the thread that loads it. Never fails: what is wrong is
 * told, and what it gives then must not be used.
 */
public final class ScriptCompiler {
    private static final int MOST_NESTED_SETTINGS = 16;
    private static final String HEADER = "http_";
    private static final Set<String> TIMES = Set.of("createtime", "stamp", "now", "compact");

    private final LocalNames names;
    private final Setting.Source settings;
    private final Expressions expressions;

    /** Of the conditions around what is just being compiled, the innermost last. */
    private List<SearchGroups> searches = new ArrayList<>();

    /** Settings whose values are just being compiled, the innermost first. */
    private final Deque<Setting> open = new ArrayDeque<>();

    /** The values of settings by their ids: however often one is referred to, it is compiled once. */
    private final Map<Object, Template> values = new HashMap<>();

    /**
     * A compiler for a place that no expression leads to.
     *
     * @param names those of the whole configuration
     * @param settings what names mean here that are no variables
     */
    public ScriptCompiler(LocalNames names, Setting.Source settings) {
        this(names, settings, Expressions.NONE);
    }

    /**
     * A compiler.
     *
     * @param names those of the whole configuration
     * @param settings what names mean here that are no variables
     * @param expressions by which requests come here
     */
    public ScriptCompiler(LocalNames names, Setting.Source settings, Expressions expressions) {
        this.names = names;
        this.settings = settings;
        this.expressions = expressions;
    }

    /**
     * Compiles a value of the configuration, in which a backslash is a character like others.
     *
     * @param text the value
     * @param problems takes what is wrong
     * @return the template
     */
    public Template template(String text, Consumer<ScriptProblem> problems) {
        return new TemplateParser(text, this, problems).parse();
    }

    /**
     * Compiles a script that stands in place of a value of the configuration.
     *
     * @param text the script
     * @param place where a character of it stands, {@code file:line}
     * @param problems takes what is wrong
     * @return the template
     */
    public Template value(String text, IntFunction<String> place, Consumer<ScriptProblem> problems) {
        return new Template(List.of(new References.OfScript(script(ScriptKind.VALUE, text, place, problems))));
    }

    /**
     * Compiles a script.
     *
     * @param kind what it is for
     * @param text the script
     * @param problems takes what is wrong
     * @return the script
     */
    public Script script(ScriptKind kind, String text, Consumer<ScriptProblem> problems) {
        return script(kind, text, String::valueOf, problems);
    }

    /**
     * Compiles a script that stands in a file.
     *
     * @param kind what it is for
     * @param text the script
     * @param place where a character of it stands, {@code file:line}
     * @param problems takes what is wrong
     * @return the script
     */
    public Script script(ScriptKind kind, String text, IntFunction<String> place, Consumer<ScriptProblem> problems) {
        return new ScriptParser(kind, new ScriptOrigin(text, names, place), this, problems).parse();
    }

    LocalNames names() {
        return names;
    }

    /** What follows is the block of a condition with these searches. */
    void enter(List<SearchGroups> inner) {
        searches.addAll(inner);
    }

    /** The block is at its end. */
    void leave(List<SearchGroups> inner) {
        searches.subList(searches.size() - inner.size(), searches.size()).clear();
    }

    // -- what a name means

    /**
     * The piece that a reference becomes.
     *
     * @param at where it stands
     * @param name in any case
     * @param index what stands in brackets, null without
     * @param problems takes what is wrong
     */
    Part reference(int at, String name, String index, Consumer<ScriptProblem> problems) {
        if (isNumber(name)) {
            return name.length() > 3 ? new References.Nothing() : capture(Integer.parseInt(name));
        }
        Part known = known(at, name, index, problems);
        int slot = names.slot(name);
        Part otherwise = known == null ? unknown(at, name, slot, problems) : known;
        return index == null ? new References.Local(slot, otherwise) : otherwise;
    }

    private Part capture(int number) {
        Part otherwise = expressions.numbered(number);
        Part captured = new References.Capture(number, otherwise == null ? new References.Nothing() : otherwise);
        for (SearchGroups search : searches) {
            int slot = search.slot(number);
            captured = slot < 0 ? captured : new References.OfSearch(slot, captured);
        }
        return captured;
    }

    /** What a name means whatever scripts do; null if nothing. */
    private Part known(int at, String name, String index, Consumer<ScriptProblem> problems) {
        Part captured = index == null ? expressions.named(name) : null;
        if (captured != null) {
            return captured;
        }
        Variable variable = Variable.of(name);
        if (variable != null) {
            return builtIn(at, variable, index, problems);
        } else if (name.length() > HEADER.length() && name.regionMatches(true, 0, HEADER, 0, HEADER.length())) {
            return new References.BuiltIn(
                    Variable.REQUEST_HEADER, name.substring(HEADER.length()).replace('_', '-'));
        }
        return setting(at, name, index, problems);
    }

    private Part builtIn(int at, Variable variable, String index, Consumer<ScriptProblem> problems) {
        if (index == null || index.isEmpty()) {
            if (variable.index() == Variable.Index.REQUIRED) {
                error(problems, at, "this variable needs an index", "expected: as in $request_header[host]");
            }
            return new References.BuiltIn(variable, null);
        }
        if (variable.index() == Variable.Index.NONE) {
            error(problems, at, "this variable takes no index", "");
        } else if (variable.isOfFields() && !index.chars().allMatch(HttpFields::isTokenChar)) {
            error(problems, at, "the index is not the name of a field", "expected: as in $request_header[host]");
        } else if (variable.isOfTime() && !TIMES.contains(index.toLowerCase(Locale.ROOT))) {
            String message = "[" + index + "] is no time of a request: it means now";
            problems.accept(new ScriptProblem(true, at, message, "expected: createtime, stamp or now"));
        }
        return variable.isOfFile()
                ? new References.OfFile(variable, new TemplateParser(index, at, false, this, problems).parse())
                : new References.BuiltIn(variable, index);
    }

    private Part setting(int at, String name, String index, Consumer<ScriptProblem> problems) {
        Integer number = index == null || index.isEmpty() ? Integer.valueOf(0) : number(index);
        if (number == null && settings.find(name, 0) == null) {
            return null;
        } else if (number == null) {
            error(problems, at, "the index of a setting is a number", "expected: as in $index[0]");
            return new References.Nothing();
        }
        Setting found = settings.find(name, number);
        if (found == null) {
            return null;
        }
        if (open.size() == MOST_NESTED_SETTINGS
                || open.stream().anyMatch(other -> other.id().equals(found.id()))) {
            error(problems, at, "$" + name + " refers to itself, perhaps by way of others", "");
            return new References.Nothing();
        }
        Template value = values.get(found.id());
        if (value == null) {
            List<SearchGroups> around = searches;
            searches = new ArrayList<>(); // compiled once, wherever it is asked for
            open.push(found);
            value = value(found);
            open.pop();
            searches = around;
            values.put(found.id(), value);
        }
        return new References.OfSetting(value);
    }

    private Template value(Setting setting) {
        if (!setting.isScript()) {
            return template(setting.text(), setting.problems());
        }
        return value(setting.text(), at -> setting.id().toString(), setting.problems());
    }

    private Part unknown(int at, String name, int slot, Consumer<ScriptProblem> problems) {
        ScriptProblem undefined = new ScriptProblem(
                true, at, "$" + name + " is no variable, no setting, and no script sets it", "it is empty");
        names.noteAsked(slot, () -> problems.accept(undefined));
        return new References.Nothing();
    }

    static void error(Consumer<ScriptProblem> problems, int at, String message, String expected) {
        problems.accept(new ScriptProblem(false, at, message, expected));
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static Integer number(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        return isNumber(digits) && digits.length() < 6 ? Integer.valueOf(text) : null;
    }
}
