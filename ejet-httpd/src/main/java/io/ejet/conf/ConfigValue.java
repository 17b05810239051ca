package io.ejet.conf;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;

/** Values of settings as they are printed: with a unit, and names of files from the root. */
final class ConfigValue {
    private ConfigValue() {}

    /**
     * A text as it is printed: another spelling of the same value, or the text itself.
     *
     * @param scope where the setting stands
     * @param folder from where relative paths count, absolute
     */
    static String shown(String text, ConfigKey<?> key, ConfigScope scope, Path folder) {
        if (key.type() == ValueType.FILE || key.type() == ValueType.FOLDER) {
            return isStream(text, key, scope) || text.startsWith("$") ? text : fromRoot(text, folder);
        }
        Object value = key.type().read(text);
        String shown = shown(value);
        return shown != null && value.equals(key.type().read(shown)) ? shown : text;
    }

    /** Where a log goes may be a word that only looks like a file. */
    private static boolean isStream(String text, ConfigKey<?> key, ConfigScope scope) {
        return ConfigKeys.LOG_FILE.equals(key) && text.equals(scope == ConfigScope.ERROR_LOG ? "stderr" : "stdout");
    }

    /** The name of a file as it is called from everywhere. */
    static String fromRoot(String name, Path folder) {
        try {
            return folder.resolve(name).normalize().toString();
        } catch (InvalidPathException e) {
            return name;
        }
    }

    /** With the largest unit that fits, or a word; null for what is best shown as it was given. */
    static String shown(Object value) {
        if (value instanceof Duration time) {
            return time.isZero() ? "0s" : Quantity.ofMilliseconds(time.toMillis());
        } else if (value instanceof Long bytes && bytes >= 0) {
            return Quantity.ofBytes(bytes);
        } else if (value instanceof Boolean isOn) {
            return isOn ? "on" : "off";
        }
        return null;
    }
}
