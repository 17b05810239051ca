package io.ejet.conf;

import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the tests of the configuration language share: parsing a text, showing a tree, the files among the resources. */
final class ConfigTexts {
    private ConfigTexts() {}

    /** A parsed text with what was wrong in it. */
    record Parsed(Section tree, ConfigErrors errors) {
        /** The errors as they are shown. */
        String shown() {
            return errors.errors().stream().map(ConfigError::toString).collect(Collectors.joining("\n"));
        }
    }

    /** The error pages of reference.conf. */
    static void makePages(Path folder) throws IOException {
        Path errors = Files.createDirectories(folder.resolve("errors"));
        for (String page : List.of("400.html", "404.html", "500.html")) {
            Files.writeString(errors.resolve(page), page);
        }
    }

    static Parsed parse(String text) {
        ConfigErrors errors = new ConfigErrors();
        ConfigIncludes includes = new ConfigIncludes(errors);
        return new Parsed(
                ConfigParser.parse(includes.enter("test.conf", Path.of("no-such-folder"), text), includes, errors),
                errors);
    }

    /** The tree of a text without errors, on one line, without places. */
    static String tree(String text) {
        Parsed parsed = parse(text);
        if (!parsed.errors().isEmpty()) {
            throw new AssertionError(parsed.shown());
        }
        return shown(parsed.tree());
    }

    /** A tree on one line: {@code name=<text> name={...} name=[...] name=%script%}. */
    static String shown(Section section) {
        return section.entries().stream()
                .map(entry -> entry.key() + "=" + shown(entry.value()))
                .collect(Collectors.joining(" "));
    }

    private static String shown(ConfigNode node) {
        if (node instanceof Text text) {
            return "<" + text.text() + ">";
        } else if (node instanceof Script script) {
            return "%" + script.text() + "%";
        } else if (node instanceof Array array) {
            return array.elements().stream().map(ConfigTexts::shown).collect(Collectors.joining(" ", "[", "]"));
        }
        return "{" + shown((Section) node) + "}";
    }

    /** A tree on many lines, each entry with line and column of its name and its value. */
    static String placed(Section section) {
        StringBuilder placed = new StringBuilder();
        entries(section.entries(), "", placed);
        return placed.toString();
    }

    private static void entries(List<Entry> entries, String indent, StringBuilder into) {
        for (Entry entry : entries) {
            into.append(indent)
                    .append(at(entry.place()))
                    .append(' ')
                    .append(visible(entry.key()))
                    .append(" =");
            node(entry.value(), indent, into);
        }
    }

    private static void node(ConfigNode node, String indent, StringBuilder into) {
        into.append(' ').append(at(node.place()));
        if (node instanceof Text text) {
            into.append(" <").append(visible(text.text())).append(">\n");
        } else if (node instanceof Script script) {
            into.append(" %").append(visible(script.text())).append("%\n");
        } else if (node instanceof Array array) {
            into.append(" [\n");
            for (ConfigNode element : array.elements()) {
                into.append(indent).append("   ");
                node(element, indent + "  ", into);
            }
            into.append(indent).append("]\n");
        } else {
            into.append(" {\n");
            entries(((Section) node).entries(), indent + "  ", into);
            into.append(indent).append("}\n");
        }
    }

    private static String at(ConfigPlace place) {
        return place.line() + ":" + place.column();
    }

    private static String visible(String text) {
        return text.replace("\n", "\\n").replace("\t", "\\t");
    }

    /** A file among the test's resources. */
    static String resource(String name) {
        try (InputStream in = ConfigTexts.class.getResourceAsStream("/conf/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scopes that take effect as a whole. */
    static Set<ConfigScope> servedScopes() {
        Set<ConfigScope> served = new HashSet<>(Set.of(ConfigScope.FILE));
        boolean isGrowing = true;
        while (isGrowing) {
            Set<ConfigScope> inner = new HashSet<>();
            for (ConfigScope scope : served) {
                for (String name : ConfigKeys.names(scope)) {
                    ConfigKey<?> key = ConfigKeys.find(scope, name);
                    if (key.inner() != null && key.effect() == ConfigKey.Effect.NOW) {
                        inner.add(key.inner());
                    }
                }
            }
            isGrowing = served.addAll(inner);
        }
        return served;
    }
}
