package io.ejet.script;

/**
 * Something wrong in a template or script.
 *
 * @param isWarning whether it can be used all the same
 * @param index where, in characters from the beginning of the text
 * @param message what is wrong
 * @param expected what would be right, or empty
 */
public record ScriptProblem(boolean isWarning, int index, String message, String expected) {}
