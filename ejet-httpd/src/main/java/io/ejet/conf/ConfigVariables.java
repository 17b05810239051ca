package io.ejet.conf;

import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Names in listen, host and location that are no settings. One that a script refers to is a variable; one that none does is
 * probably a mistake, which is told when everything is read. For one thread.
 */
final class ConfigVariables {
    private final List<Unknown> unknown = new ArrayList<>();
    /** By identity: the same name in two places is two variables. */
    private final Set<Entry> asked = Collections.newSetFromMap(new IdentityHashMap<>());

    private record Unknown(Entry entry, Runnable warning) {}

    /** Whether a name that is no setting may be a variable there. */
    static boolean isPossible(ConfigScope scope) {
        return scope == ConfigScope.LISTEN || scope == ConfigScope.HOST || scope == ConfigScope.LOCATION;
    }

    /**
     * A name that is no setting.
     *
     * @param warning tells so
     */
    void note(Entry entry, Runnable warning) {
        unknown.add(new Unknown(entry, warning));
    }

    /**
     * A script refers to what a section holds under a name.
     *
     * @param name in the form of {@link SettingName#normal}
     */
    void ask(Section section, String name) {
        for (Entry entry : section.entries()) {
            if (entry.name().equals(name)) {
                asked.add(entry);
            }
        }
    }

    /** Everything is read: warns of what no script refers to. */
    void finish() {
        for (Unknown one : unknown) {
            if (!asked.contains(one.entry)) {
                one.warning.run();
            }
        }
    }
}
