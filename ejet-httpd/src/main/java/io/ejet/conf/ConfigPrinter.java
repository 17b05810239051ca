package io.ejet.conf;

import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Prints a configuration without errors as it takes effect: what was given, in its order, then the defaults of what was not;
 * each with its unit, and its origin as a comment. What is printed can be read, and gives the same settings: it has the
 * included files in it, and the names of files from the root.
 *
 * <p>What host and location take over from around them is printed where it was given. For one thread.
 */
final class ConfigPrinter {
    private static final String INDENT = "    ";
    private static final int ORIGIN_COLUMN = 64;

    private final StringBuilder out = new StringBuilder();
    private final Section file;
    private final Path folder;

    private ConfigPrinter(Section file) {
        this.file = file;
        this.folder = file.place().folder().toAbsolutePath().normalize();
    }

    /** The text, in the native dialect. */
    static String print(Section file) {
        ConfigPrinter printer = new ConfigPrinter(file);
        printer.line(
                "", "# What takes effect of " + Quoted.printable(file.place().file()) + ".");
        printer.line(
                "",
                "# Relative names of files that are left count from " + Quoted.printable(printer.folder.toString()));
        printer.settings(file, ConfigScope.FILE, "", true);
        return printer.out.toString();
    }

    private void line(String indent, String text) {
        out.append(indent).append(text).append('\n');
    }

    /** An item, and behind it where it is from. */
    private void line(String indent, String item, String origin) {
        int start = out.length();
        out.append(indent).append(item);
        int column = out.length() - Math.max(start, out.lastIndexOf("\n") + 1);
        out.append(" ".repeat(Math.max(2, ORIGIN_COLUMN - column)))
                .append("# ")
                .append(origin)
                .append('\n');
    }

    /**
     * What stands in a section.
     *
     * @param scope null for what is no setting
     * @param isServed whether the section takes effect as a whole
     */
    private void settings(Section section, ConfigScope scope, String indent, boolean isServed) {
        for (Entry entry : section.entries()) {
            ConfigKey<?> key = scope == null ? null : ConfigKeys.find(scope, entry.name());
            if (!entry.key().isEmpty()) {
                entry(entry, key, scope, indent, isServed);
            }
        }
        if (scope != null && isServed) {
            defaults(section, scope, indent);
        }
    }

    private void entry(Entry entry, ConfigKey<?> key, ConfigScope scope, String indent, boolean isServed) {
        String name = key == null ? entry.key() : key.name();
        String origin = origin(entry) + (isServed ? note(key, scope) : "");
        boolean isNow = isServed && key != null && key.effect() == Effect.NOW;
        if (entry.values().stream().allMatch(Text.class::isInstance) && (key == null || key.shape() != Shape.SCRIPTS)) {
            List<String> texts = entry.values().stream()
                    .map(value -> ((Text) value).text())
                    .map(text -> isNow ? ConfigValue.shown(text, key, scope, folder) : text)
                    .toList();
            boolean isArray = entry.value() instanceof Array;
            item(
                    indent,
                    name,
                    isArray ? ConfigWriting.texts(name, texts) : ConfigWriting.text(name, texts.get(0)),
                    origin);
            return;
        }
        for (ConfigNode value : entry.values()) {
            if (value instanceof Section section) {
                boolean isTable = key != null && key.shape().takesNames();
                open(name, indent, origin);
                settings(
                        ConfigKeys.ERROR_PAGES.equals(key) ? withWholeRoot(section) : section,
                        key == null || isTable ? null : key.inner(),
                        indent + INDENT,
                        isNow);
                line(indent, "}");
            } else if (value instanceof Array) { // in an array, which means nothing
                item(indent, name, null, origin);
            } else if (value instanceof Text text && (key == null || key.shape() != Shape.SCRIPTS)) {
                item(indent, name, ConfigWriting.text(name, text.text()), origin);
            } else {
                String text = value instanceof Script script ? script.text() : ((Text) value).text();
                item(indent, name, ConfigWriting.script(name, text), origin);
            }
        }
    }

    /** A table holds texts, but one of those of error pages is the name of a folder. */
    private Section withWholeRoot(Section pages) {
        List<Entry> entries = new ArrayList<>();
        for (Entry entry : pages.entries()) {
            boolean isRoot = entry.name().equals("root") && entry.value() instanceof Text;
            entries.add(
                    isRoot
                            ? new Entry(
                                    entry.place(),
                                    entry.key(),
                                    new Text(
                                            entry.place(), ConfigValue.fromRoot(((Text) entry.value()).text(), folder)))
                            : entry);
        }
        return new Section(pages.place(), entries);
    }

    private void open(String name, String indent, String origin) {
        String key = ConfigWriting.key(name);
        // Only what is no setting can have a name that cannot be written.
        line(indent, (key == null ? '"' + name.replace('"', '_').replace('\\', '_') + '"' : key) + " = {", origin);
    }

    /** An item, or in a comment that this language cannot say it. */
    private void item(String indent, String name, String item, String origin) {
        if (item != null) {
            line(indent, item, origin);
        } else {
            line(indent, "# the value of " + Quoted.of(name) + " cannot be written here, from " + origin);
        }
    }

    private static String origin(Entry entry) {
        return Quoted.printable(entry.place().file()) + ":" + entry.place().line();
    }

    private static String note(ConfigKey<?> key, ConfigScope scope) {
        if (key == null) {
            return scope == null || ConfigVariables.isPossible(scope) ? "" : ", no setting";
        }
        return switch (key.effect()) {
            case NOW -> "";
            case LATER -> ", not served yet";
            case NEVER -> ", has no effect";
        };
    }

    private void defaults(Section section, ConfigScope scope, String indent) {
        Set<ConfigKey<?>> keys = new LinkedHashSet<>();
        ConfigKeys.names(scope).forEach(name -> keys.add(ConfigKeys.find(scope, name)));
        for (ConfigKey<?> key : keys) {
            if (key.effect() != Effect.NOW || key.isIn(section)) {
                continue;
            }
            List<String> values = ConfigDefaults.of(scope, key, section);
            String absent = ConfigDefaults.absent(scope, key);
            if (absent != null && !isOfAnotherListen(key, section)) {
                line(indent, "# " + key.name() + ": " + absent, "not given");
            } else if (!values.isEmpty()) {
                List<String> shown = values.stream()
                        .map(text -> ConfigValue.shown(text, key, scope, folder))
                        .toList();
                String item = shown.size() == 1
                        ? ConfigWriting.text(key.name(), shown.get(0))
                        : ConfigWriting.texts(key.name(), shown);
                item(indent, key.name(), item, "default");
            } else if (key.shape() == Shape.SECTION && !isElsewhere(key, scope)) {
                line(indent, key.name() + " = {", "default");
                settings(new Section(section.place(), List.of()), key.inner(), indent + INDENT, true);
                line(indent, "}");
            }
        }
    }

    /** What becomes of requests for unknown hosts is of an address, and another listen of the same one may say it. */
    private boolean isOfAnotherListen(ConfigKey<?> key, Section listen) {
        return (ConfigKeys.UNKNOWN_HOST.equals(key) || PeerReader.KEYS.contains(key))
                && ConfigKeys.LISTENS.sections(ConfigKeys.HTTP_SECTION.section(file)).stream()
                        .filter(key::isIn)
                        .anyMatch(other -> ListenReader.isSameAddress(listen, other));
    }

    /** The log of errors may stand in http too, but only in one of both; a log of a site is there only if it is given. */
    private boolean isElsewhere(ConfigKey<?> key, ConfigScope scope) {
        if (ConfigKeys.SITE_LOG_SECTION.equals(key)) {
            return true;
        }
        return ConfigKeys.ERROR_LOG_SECTION.equals(key)
                && (scope == ConfigScope.HTTP
                        || ConfigKeys.ERROR_LOG_SECTION.isIn(ConfigKeys.HTTP_SECTION.section(file)));
    }
}
