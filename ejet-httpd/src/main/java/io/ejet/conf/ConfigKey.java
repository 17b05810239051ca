package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A setting that the configuration language knows.
 *
 * @param name its name, in the form of {@link SettingName#normal}
 * @param aliases other names for it
 * @param scopes where it may stand
 * @param shape what its value is made of
 * @param type what its texts may be
 * @param inner what stands in its braces; null for texts, scripts and tables
 * @param effect what becomes of it
 * @param note what is not served yet, or why it has no effect; empty if it is served
 * @param <T> what a text of it becomes
 */
record ConfigKey<T>(
        String name,
        List<String> aliases,
        Set<ConfigScope> scopes,
        Shape shape,
        ValueType<T> type,
        ConfigScope inner,
        Effect effect,
        String note) {
    /** What a value is made of. */
    enum Shape {
        /** One text. */
        TEXT,
        /** Any number of texts. */
        TEXTS,
        /** One text, or one script that gives a value. */
        TEMPLATE,
        /** Any number of texts and of scripts that give values, or names that are data with such values. */
        TEMPLATES,
        /** One text, or settings in braces. */
        TEXT_OR_SECTION,
        /** Settings in braces, once. */
        SECTION,
        /** Settings in braces, any number of times. */
        SECTIONS,
        /** Names that are data, with texts, any number of times. */
        TABLE,
        /** Scripts, any number of them. */
        SCRIPTS;

        boolean isOnce() {
            return this == TEXT || this == TEMPLATE || this == TEXT_OR_SECTION || this == SECTION;
        }

        boolean takesText() {
            return this == TEXT
                    || this == TEXTS
                    || this == TEMPLATE
                    || this == TEMPLATES
                    || this == TEXT_OR_SECTION
                    || this == SCRIPTS;
        }

        boolean takesSection() {
            return this == SECTION || this == SECTIONS || this == TABLE || this == TEXT_OR_SECTION;
        }

        boolean takesNames() {
            return this == TABLE || this == TEMPLATES;
        }

        boolean takesScript() {
            return this == SCRIPTS || this == TEMPLATE || this == TEMPLATES;
        }
    }

    /** What becomes of a setting. */
    enum Effect {
        /** It takes effect. */
        NOW,
        /** Its value is checked; it takes effect in a later version. */
        LATER,
        /** Its value is checked; it never takes effect. */
        NEVER
    }

    ConfigKey<T> with(Effect other, String otherNote) {
        return new ConfigKey<>(name, aliases, scopes, shape, type, inner, other, otherNote);
    }

    ConfigKey<T> withAlias(String alias) {
        return new ConfigKey<>(name, List.of(alias), scopes, shape, type, inner, effect, note);
    }

    /** The values that a section holds under any of its names. */
    List<ConfigNode> in(Section section) {
        List<ConfigNode> values = section.values(name);
        for (String alias : aliases) {
            values.addAll(section.values(alias));
        }
        return values;
    }

    boolean isIn(Section section) {
        for (ConfigNode.Entry entry : section.entries()) {
            if (entry.name().equals(name) || aliases.contains(entry.name())) {
                return true;
            }
        }
        return false;
    }

    /** What its value is in a section; wrong ones, which {@link ConfigCheck} tells, count as absent. */
    T of(Section section, T absent) {
        List<T> all = all(section);
        return all.isEmpty() ? absent : all.get(0);
    }

    /** What its values are, wrong ones left out. */
    List<T> all(Section section) {
        List<T> all = new ArrayList<>();
        for (ConfigNode value : in(section)) {
            T read = value instanceof Text text ? type.read(text.text()) : null;
            if (read != null) {
                all.add(read);
            }
        }
        return all;
    }

    /** The settings in its braces. */
    List<Section> sections(Section section) {
        List<Section> sections = new ArrayList<>();
        for (ConfigNode value : in(section)) {
            if (value instanceof Section inside) {
                sections.add(inside);
            }
        }
        return sections;
    }

    /** The settings in its braces, empty if it is absent. */
    Section section(Section section) {
        List<Section> sections = sections(section);
        return sections.isEmpty() ? new Section(section.place(), List.of()) : sections.get(0);
    }

    /** Where it stands in a section: its first value. */
    ConfigPlace place(Section section) {
        List<ConfigNode> values = in(section);
        return values.isEmpty() ? section.place() : values.get(0).place();
    }
}
