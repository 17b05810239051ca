package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import java.nio.file.Path;
import java.util.List;

/**
 * A configuration that was read: the settings, and what its author should know. Immutable; reading it runs on the caller's
 * thread and blocks on files.
 *
 * @param settings complete, every default filled in
 * @param warnings settings that are not known or have no effect yet, in the order of their places
 * @param lockFile a file that only one process may have locked, which holds its id, absolute; null without one
 * @param tree what was read, with all that was included
 */
public record Configuration(
        ServerSettings settings, List<ConfigError> warnings, Path lockFile, ConfigNode.Section tree) {
    /** Copies what could be changed from outside. */
    public Configuration {
        warnings = List.copyOf(warnings);
    }

    /**
     * Every setting that takes effect, with where it was given, as a configuration that gives the same settings.
     *
     * @return lines, ready to be written to a file in UTF-8
     */
    public String effective() {
        return ConfigPrinter.print(tree);
    }

    /**
     * Reads a configuration file and all that it includes.
     *
     * @param file the file; relative paths in it count from its folder
     * @return the settings
     * @throws ConfigException with every error in it, also if it cannot be read
     */
    public static Configuration load(Path file) throws ConfigException {
        ConfigErrors errors = new ConfigErrors();
        ConfigIncludes includes = new ConfigIncludes(errors);
        return of(includes.enter(file, null), includes, errors);
    }

    /**
     * Reads a configuration from a text.
     *
     * @param name what messages call it
     * @param text the configuration
     * @param folder from where relative paths in it count
     * @return the settings
     * @throws ConfigException with every error in it
     */
    public static Configuration of(String name, String text, Path folder) throws ConfigException {
        ConfigErrors errors = new ConfigErrors();
        ConfigIncludes includes = new ConfigIncludes(errors);
        return of(includes.enter(name, folder, text), includes, errors);
    }

    private static Configuration of(ConfigSource source, ConfigIncludes includes, ConfigErrors errors)
            throws ConfigException {
        if (source == null) {
            errors.throwIfAny();
        }
        Section file = ConfigParser.parse(source, includes, errors);
        boolean isWhole = errors.isEmpty();
        ConfigVariables variables = new ConfigVariables();
        ConfigCheck.check(file, variables, errors);
        SettingsReader reader =
                new SettingsReader(source.folder(), Runtime.getRuntime().availableProcessors(), variables, errors);
        ServerSettings settings = reader.read(file, isWhole);
        Path lockFile = reader.lockFile(file);
        errors.throwIfAny();
        return new Configuration(settings, errors.warnings(), lockFile, file);
    }
}
