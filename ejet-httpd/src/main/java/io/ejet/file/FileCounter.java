package io.ejet.file;

/** What each owner counts of the files it serves. */
public enum FileCounter {
    /** Requests answered from memory without asking the disk. */
    HITS,
    /** Times the disk was asked. */
    LOADS,
    /** Requests that waited for what another had asked the disk. */
    SHARED,
    /** Kept answers that were checked and found unchanged. */
    CONFIRMED,
    /** Files that left the memory because others needed the room. */
    EVICTIONS,
    /** Files that are there and could not be opened, mostly for want of descriptors: answered 503. */
    OPEN_FAILURES
}
