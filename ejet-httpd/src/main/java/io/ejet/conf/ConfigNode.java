package io.ejet.conf;

import java.util.ArrayList;
import java.util.List;

/**
 * A value of the configuration tree. Immutable; every node knows where it stands.
 *
 * <p>Nothing is interpreted yet: texts are raw, escapes included, and repeated names are kept in their order.
 */
public sealed interface ConfigNode {
    /**
     * Where the value begins; of a quoted text its first character, not the quote.
     *
     * @return the place
     */
    ConfigPlace place();

    /**
     * A text, quoted or not.
     *
     * @param place where
     * @param text what is between the quotes, or the trimmed text; empty for {@code name;} and {@code name = ;}
     */
    record Text(ConfigPlace place, String text) implements ConfigNode {}

    /**
     * A script, not looked into.
     *
     * @param place where its text begins
     * @param text what is between the braces or tags
     */
    record Script(ConfigPlace place, String text) implements ConfigNode {}

    /**
     * Several values: {@code [ a, b ]}.
     *
     * @param place where
     * @param elements the values
     */
    record Array(ConfigPlace place, List<ConfigNode> elements) implements ConfigNode {
        /** Copies what could be changed from outside. */
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /**
     * Named values: {@code { name = value; }}.
     *
     * @param place where
     * @param entries in their order; a name may occur several times
     */
    record Section(ConfigPlace place, List<Entry> entries) implements ConfigNode {
        /** Copies what could be changed from outside. */
        public Section {
            entries = List.copyOf(entries);
        }

        /**
         * The values of a setting. An array is the same as its elements one after the other.
         *
         * @param name the setting's name in the form of {@link SettingName#normal}
         * @return in their order, none if it is not there
         */
        public List<ConfigNode> values(String name) {
            List<ConfigNode> values = new ArrayList<>();
            for (Entry entry : entries) {
                if (entry.name().equals(name)) {
                    values.addAll(entry.values());
                }
            }
            return values;
        }
    }

    /**
     * A name with its value.
     *
     * @param place where the name begins
     * @param key the name as it is written, for names that are data
     * @param name the name in the form of {@link SettingName#normal}, for settings
     * @param value the value
     */
    record Entry(ConfigPlace place, String key, String name, ConfigNode value) {
        Entry(ConfigPlace place, String key, ConfigNode value) {
            this(place, key, SettingName.normal(key), value);
        }

        /** The elements of an array, or the value alone. */
        List<ConfigNode> values() {
            return value instanceof Array array ? array.elements() : List.of(value);
        }
    }
}
