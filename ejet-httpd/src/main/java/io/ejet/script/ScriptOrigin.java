package io.ejet.script;

import java.util.function.IntFunction;

/**
 * Where a script comes from: told to people who want to know which way it takes.
 *
 * @param text the script
 * @param names of its local variables
 * @param place where a character of it stands, {@code file:line}
 */
record ScriptOrigin(String text, LocalNames names, IntFunction<String> place) {}
