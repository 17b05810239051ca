package io.ejet.script;

import java.util.function.Consumer;

/**
 * A setting of the configuration that a script or template refers to by its name.
 *
 * @param id tells it from others, by equals
 * @param text its value as it is written
 * @param isScript whether that is a script, which gives the value
 * @param problems takes what is wrong with it
 */
public record Setting(Object id, String text, boolean isScript, Consumer<ScriptProblem> problems) {
    /** Finds settings. */
    @FunctionalInterface
    public interface Source {
        /** There is none. */
        Source NONE = (name, index) -> null;

        /**
         * The setting of a name, in the location, else the host, else the listen.
         *
         * @param name as it stands behind the dollar sign
         * @param index which of several, from 0; negative from the last, which is -1
         * @return null if there is none
         */
        Setting find(String name, int index);
    }
}
