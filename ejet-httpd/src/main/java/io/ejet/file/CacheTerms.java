package io.ejet.file;

/**
 * How much an owner keeps of the files that one configuration serves. Answers of one configuration are never sent for another.
 *
 * @param generation the number of the configuration, at least 1: the later one has the higher number
 * @param maxBytes how much memory the kept files may take, not negative
 * @param maxEntries how many files may be kept, not negative
 */
public record CacheTerms(long generation, long maxBytes, int maxEntries) {}
