package io.ejet.access;

/**
 * What is wrong with a line of a user file.
 *
 * @param line from 1
 * @param message what is wrong; nothing of the line is in it, for that would be in logs then
 */
public record UserFileProblem(int line, String message) {}
