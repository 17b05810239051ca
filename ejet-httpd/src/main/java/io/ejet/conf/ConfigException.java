package io.ejet.conf;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used. Carries every error that was found in it; the message shows them all. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;
    private final transient List<ConfigError> warnings;

    ConfigException(List<ConfigError> errors, List<ConfigError> warnings) {
        super(message(errors));
        this.errors = errors;
        this.warnings = warnings;
    }

    private static String message(List<ConfigError> errors) {
        String all = errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n"));
        return errors.size() < 2 ? all : all + "\n" + count(errors) + " errors";
    }

    private static String count(List<ConfigError> errors) {
        return errors.size() < ConfigErrors.MOST_KEPT ? "" + errors.size() : "At least " + ConfigErrors.MOST_KEPT;
    }

    /**
     * What is wrong.
     *
     * @return at least one error, in the order of their places
     */
    public List<ConfigError> errors() {
        return errors;
    }

    /**
     * What else was noticed.
     *
     * @return the warnings, in the order of their places
     */
    public List<ConfigError> warnings() {
        return warnings;
    }
}
