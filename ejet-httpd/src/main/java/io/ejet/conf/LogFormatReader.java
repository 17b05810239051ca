package io.ejet.conf;

import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.log.AccessLogFormat;
import io.ejet.script.Expressions;
import io.ejet.script.ScriptCompiler;
import io.ejet.script.ScriptProblem;
import io.ejet.script.Setting;
import io.ejet.script.Template;
import io.ejet.script.Variable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Compiles formats of access logs, each where it is used: names mean settings of the location, the host and the listen. So one format
 * may be compiled several times; what is undefined wherever it is used is told once. For one thread.
 */
final class LogFormatReader {
    private static final String OPEN_SCRIPT = "<script>";
    private static final String CLOSE_SCRIPT = "</script>";

    /** What a regular expression has captured: another one leads to each place. */
    private static final Pattern GROUP = Pattern.compile("\\$(\\{\\s*)?\\d");

    private final ScriptReader scripts;
    private final ConfigErrors errors;

    /** How often the texts at these places were compiled. */
    private final Map<ConfigPlace, Integer> compiled = new HashMap<>();

    private final Map<ConfigPlace, Undefined> undefined = new LinkedHashMap<>();
    private boolean dependsOnPlace;

    /** Where a format is used. */
    private record Place(List<Section> scopes, Expressions expressions) {}

    /** A name that meant nothing, so often, in the text that begins at a place. */
    private record Undefined(ConfigPlace text, String message, int count) {}

    LogFormatReader(ScriptReader scripts, ConfigErrors errors) {
        this.scripts = scripts;
        this.errors = errors;
    }

    /**
     * A format.
     *
     * @param log where it stands, or does not
     * @param scopes in which names of settings count
     * @param expressions whose groups count
     */
    AccessLogFormat read(Section log, List<Section> scopes, Expressions expressions) {
        return read(log, new Place(scopes, expressions));
    }

    private AccessLogFormat read(Section log, Place place) {
        dependsOnPlace = false;
        List<ConfigNode> values = log == null ? List.of() : ConfigKeys.LOG_FORMAT.in(log);
        if (values.stream().noneMatch(Section.class::isInstance)) {
            return text(values, place);
        } else if (values.size() > 1) {
            errors.error(
                    values.get(1).place(), "a format is one object", "expected: { NAME = VALUE; ... }, or only texts");
        }
        Section object = (Section)
                values.stream().filter(Section.class::isInstance).findFirst().orElseThrow();
        return json(object, place);
    }

    /** Whether the last format that was read has names in it that may be settings, and so be worth something else elsewhere. */
    boolean dependsOnPlace() {
        return dependsOnPlace;
    }

    /** Its texts joined by spaces. */
    private AccessLogFormat text(List<ConfigNode> values, Place place) {
        String source = source(values);
        if (source.isEmpty()) {
            source = AccessLogSettings.DEFAULT_FORMAT;
            ScriptCompiler compiler = new ScriptCompiler(scripts.names(), Setting.Source.NONE);
            return AccessLogFormat.text(source, compiler.template(source, problem -> {}), ZoneId.systemDefault());
        }
        Template template = joined(values, place);
        int lineEnd = AccessLogFormat.lineEnd(template);
        if (lineEnd >= 0) {
            errors.error(placeOf((char) lineEnd, values), AccessLogFormat.CONTROL_CHARACTER, "expected: one line");
        }
        return AccessLogFormat.text(source, template, ZoneId.systemDefault());
    }

    private AccessLogFormat json(Section object, Place place) {
        Map<String, Template> members = new LinkedHashMap<>();
        Map<String, ConfigPlace> places = new HashMap<>();
        StringBuilder source = new StringBuilder("{");
        for (Entry entry : object.entries()) {
            ConfigPlace before = places.putIfAbsent(entry.key(), entry.place());
            if (before != null) {
                errors.error(
                        entry.place(),
                        Quoted.of(entry.key()) + " is given twice, first at " + before,
                        "expected: one value");
            }
            members.put(entry.key(), joined(entry.values(), place));
            source.append(' ').append(entry.key()).append(" = ").append(source(entry.values()));
            source.append(';');
        }
        if (members.isEmpty()) {
            errors.error(object.place(), "this format has no fields", "expected: { NAME = VALUE; ... }");
        }
        return AccessLogFormat.json(source.append(" }").toString(), members, ZoneId.systemDefault());
    }

    private static String source(List<ConfigNode> values) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode value : values) {
            if (value instanceof Text text) {
                texts.add(text.text());
            } else if (value instanceof Script script) {
                texts.add(OPEN_SCRIPT + script.text() + CLOSE_SCRIPT);
            }
        }
        return String.join(" ", texts);
    }

    /** Each text is complete by itself. */
    private Template joined(List<ConfigNode> values, Place place) {
        List<Template> templates = new ArrayList<>();
        for (ConfigNode value : values) {
            if (value instanceof Text text) {
                templates.add(template(text.text(), text.place(), 0, place));
            } else if (value instanceof Script script) {
                String tagged = OPEN_SCRIPT + script.text() + CLOSE_SCRIPT;
                templates.add(template(tagged, script.place(), OPEN_SCRIPT.length(), place));
            }
        }
        return Template.joined(templates, " ");
    }

    private Template template(String text, ConfigPlace start, int before, Place place) {
        compiled.merge(start, 1, Integer::sum);
        dependsOnPlace |= GROUP.matcher(text).find();
        Setting.Source settings = scripts.settings(place.scopes);
        Setting.Source noted = (name, index) -> {
            dependsOnPlace = true;
            return settings.find(name, index);
        };
        Problems problems = new Problems(start, before);
        Template template = new ScriptCompiler(scripts.names(), noted, place.expressions).template(text, problems);
        problems.isCompiled = true;
        if (template.touchesDisk()) {
            errors.warning(start, "an access log does not ask the disk", "records have a - in place of that value");
        }
        return template;
    }

    private static ConfigPlace placeOf(char c, List<ConfigNode> values) {
        for (ConfigNode value : values) {
            if (value instanceof Text text && text.text().indexOf(c) >= 0) {
                return text.place().plus(text.text().indexOf(c));
            }
        }
        return values.get(0).place();
    }

    /** Everything is read, and scripts have said which names they set: warns of those that meant nothing anywhere. */
    void finish() {
        undefined.forEach((place, name) -> {
            if (name.count == compiled.get(name.text)) {
                String nearest = nearest(name.message);
                String help = nearest == null ? "it is empty" : "expected: perhaps $" + nearest;
                errors.warning(place, name.message, help);
            }
        });
    }

    private static String nearest(String message) {
        int end = message.indexOf(' ');
        boolean isName = message.startsWith("$") && end > 0;
        return isName ? SettingName.nearest(message.substring(1, end), Variable.allNames()) : null;
    }

    /** What is wrong in one text. Of names that mean nothing it hears when everything is compiled. */
    private final class Problems implements Consumer<ScriptProblem> {
        private final ConfigPlace text;
        private final int before;
        private boolean isCompiled;

        /**
         * Of a text.
         *
         * @param text where it begins
         * @param before how many characters were put before it
         */
        Problems(ConfigPlace text, int before) {
            this.text = text;
            this.before = before;
        }

        @Override
        public void accept(ScriptProblem problem) {
            ConfigPlace place = text.plus(Math.max(0, problem.index() - before));
            if (isCompiled) {
                int count = undefined.containsKey(place) ? undefined.get(place).count : 0;
                undefined.put(place, new Undefined(text, problem.message(), count + 1));
            } else if (problem.isWarning()) {
                errors.warning(place, problem.message(), problem.expected());
            } else {
                errors.error(place, problem.message(), problem.expected());
            }
        }
    }
}
