package io.ejet.conf;

import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Compares a tree with the table of settings: names that are not known, values of the wrong kind, settings given twice,
 * settings that have no effect yet. For one thread.
 */
final class ConfigCheck {
    private final ConfigVariables variables;
    private final ConfigErrors errors;
    /** Where the settings without effect stand, by setting. */
    private final Map<ConfigKey<?>, Unserved> unserved = new LinkedHashMap<>();

    private static final class Unserved {
        private final ConfigPlace first;
        private int more;

        Unserved(ConfigPlace first) {
            this.first = first;
        }
    }

    private ConfigCheck(ConfigVariables variables, ConfigErrors errors) {
        this.variables = variables;
        this.errors = errors;
    }

    /**
     * Checks a whole configuration.
     *
     * @param variables takes the names that may be variables
     */
    static void check(Section file, ConfigVariables variables, ConfigErrors errors) {
        ConfigCheck check = new ConfigCheck(variables, errors);
        check.section(file, ConfigScope.FILE, false);
        check.unserved.forEach(check::warnUnserved);
    }

    /** Checks what stands in a section; one that has no effect as a whole says nothing of what is in it. */
    private void section(Section section, ConfigScope scope, boolean isUnserved) {
        IdentityHashMap<ConfigKey<?>, ConfigPlace> first = new IdentityHashMap<>();
        for (Entry entry : section.entries()) {
            ConfigKey<?> key = ConfigKeys.find(scope, entry.name());
            if (key == null) {
                if (ConfigVariables.isPossible(scope) && !isUnserved) {
                    variables.note(entry, () -> warnUnknown(entry, scope));
                } else {
                    warnUnknown(entry, scope);
                }
                continue;
            }
            ConfigPlace before = first.putIfAbsent(key, entry.place());
            if (key.shape().isOnce() && (before != null || entry.values().size() > 1)) {
                ConfigPlace place =
                        before != null ? entry.place() : entry.values().get(1).place();
                errors.error(
                        place,
                        Quoted.of(entry.key()) + " is given twice" + (before != null ? ", first at " + before : ""),
                        "expected: one value");
            }
            boolean isQuiet = isUnserved || key.effect() != Effect.NOW;
            for (ConfigNode value : entry.values()) {
                value(entry, key, value, isQuiet);
            }
            if (!isUnserved && key.effect() != Effect.NOW && !isSwitchedOff(key, entry)) {
                noteUnserved(key, entry.place());
            }
        }
    }

    private void warnUnknown(Entry entry, ConfigScope scope) {
        if (entry.key().isEmpty()) {
            return; // has been told
        }
        List<ConfigScope> elsewhere = ConfigKeys.scopes(entry.name());
        String nearest = SettingName.nearest(entry.name(), ConfigKeys.names(scope));
        String where = (scope == ConfigScope.FILE ? " at " : " in ") + scope.title();
        if (!elsewhere.isEmpty()) {
            String scopes = elsewhere.stream().map(ConfigScope::title).collect(Collectors.joining(", "));
            errors.warning(
                    entry.place(),
                    Quoted.of(entry.key()) + " has no effect" + where,
                    "expected: " + Quoted.of(entry.key()) + " in " + scopes);
        } else {
            errors.warning(
                    entry.place(),
                    Quoted.of(entry.key()) + " is not a setting" + where,
                    nearest == null ? "" : "expected: perhaps " + Quoted.of(nearest));
        }
    }

    private static boolean isSwitchedOff(ConfigKey<?> key, Entry entry) {
        return key.type() == ValueType.SWITCH
                && entry.value() instanceof Text text
                && Boolean.FALSE.equals(ValueType.SWITCH.read(text.text()));
    }

    private void noteUnserved(ConfigKey<?> key, ConfigPlace place) {
        Unserved known = unserved.putIfAbsent(key, new Unserved(place));
        if (known != null) {
            known.more++;
        }
    }

    private void warnUnserved(ConfigKey<?> key, Unserved where) {
        boolean isLater = key.effect() == Effect.LATER;
        String more =
                where.more == 0 ? "" : ", here and in " + where.more + " more place" + (where.more == 1 ? "" : "s");
        errors.warning(
                where.first,
                Quoted.of(key.name()) + (isLater ? " is not served yet: " : " has no effect: ") + key.note() + more,
                key.inner() != null ? "what it says is checked and otherwise ignored" : "");
    }

    private void value(Entry entry, ConfigKey<?> key, ConfigNode value, boolean isUnserved) {
        Shape shape = key.shape();
        if (value instanceof Text text && shape.takesText()) {
            text(entry, key, text);
        } else if (value instanceof Section table && shape.takesNames()) {
            table(key, table, isUnserved || shape.takesScript());
        } else if (value instanceof Section section && shape.takesSection()) {
            section(section, key.inner(), isUnserved);
        } else if (!(value instanceof Script && (shape.takesScript() || (shape.takesText() && isUnserved)))) {
            errors.error(
                    value.place(),
                    Quoted.of(entry.key()) + " cannot be " + kind(value),
                    "expected: " + (shape.takesText() ? key.type().expected() : entry.key() + " = { ... }"));
        }
    }

    private static String kind(ConfigNode value) {
        if (value instanceof Text text) {
            return text.text().isEmpty() ? "empty" : Quoted.of(text.text());
        } else if (value instanceof Script) {
            return "a script";
        }
        return value instanceof Section ? "a section in braces" : "an array in an array";
    }

    private void text(Entry entry, ConfigKey<?> key, Text value) {
        if (key.type().read(value.text()) == null) {
            errors.error(
                    value.place(),
                    Quoted.of(entry.key()) + " cannot be " + kind(value),
                    "expected: " + key.type().expected());
        }
    }

    private void table(ConfigKey<?> key, Section table, boolean isUnserved) {
        for (Entry entry : table.entries()) {
            for (ConfigNode value : entry.values()) {
                boolean isText = value instanceof Text text && key.type().read(text.text()) != null;
                boolean isScript = value instanceof Script && isUnserved;
                if (!isText && !isScript) {
                    errors.error(
                            value.place(),
                            Quoted.of(entry.key()) + " cannot be " + kind(value),
                            "expected: " + key.type().expected());
                }
            }
        }
    }
}
