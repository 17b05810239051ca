package io.ejet.conf;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects what is wrong while a configuration is read, so that all of it is told at once. The first 1000 errors and the
 * first 1000 warnings are kept. For one thread.
 */
final class ConfigErrors {
    static final int MOST_KEPT = 1000;

    // Sets: a setting that several scripts refer to is compiled for each of them, and what is wrong with it is told
    // once.
    private final Set<ConfigError> errors = new LinkedHashSet<>();
    private final Set<ConfigError> warnings = new LinkedHashSet<>();

    /** The configuration cannot be used. */
    void error(ConfigPlace place, String message, String expected) {
        add(errors, new ConfigError(false, place, message, expected));
    }

    /** It can be used, but probably not as it is meant. */
    void warning(ConfigPlace place, String message, String expected) {
        add(warnings, new ConfigError(true, place, message, expected));
    }

    private static void add(Set<ConfigError> all, ConfigError one) {
        if (all.size() < MOST_KEPT) {
            all.add(one);
        }
    }

    boolean isEmpty() {
        return errors.isEmpty();
    }

    /** The errors, from the beginning of the first file to the end of the last. */
    List<ConfigError> errors() {
        return inOrder(errors);
    }

    /** The warnings, in the same order. */
    List<ConfigError> warnings() {
        return inOrder(warnings);
    }

    private static List<ConfigError> inOrder(Set<ConfigError> all) {
        return all.stream().sorted(Comparator.comparing(ConfigError::place)).toList();
    }

    /** Ends the reading when there was an error. */
    void throwIfAny() throws ConfigException {
        if (!isEmpty()) {
            throw new ConfigException(errors(), warnings());
        }
    }
}
