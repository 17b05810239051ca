package io.ejet.file;

import java.nio.file.Path;

/**
 * What a path would be answered with, for people who want to know. Immutable.
 *
 * @param status of the answer to a plain GET
 * @param file what the path leads to, there or not: of a folder its index file; null when it can lead to nothing
 * @param mediaType of the file; null when it is none
 * @param sizeBytes of the file; -1 when it is none
 * @param isList whether it is the list of a folder
 * @param indexElsewhere the path of a folder's index file which another location answers with; null when none does
 */
public record FileOutcome(
        int status, Path file, String mediaType, long sizeBytes, boolean isList, String indexElsewhere) {
    static FileOutcome of(Loaded loaded, Path named) {
        if (loaded instanceof Loaded.Large large) {
            return file(named, large.facts());
        } else if (loaded instanceof Loaded.Answer found) {
            CachedAnswer answer = found.answer();
            return answer.isFile()
                    ? file(answer.file(), answer.facts())
                    : new FileOutcome(answer.status(), named, null, -1, answer.isList(), answer.indexElsewhere());
        }
        return new FileOutcome(503, named, null, -1, false, null);
    }

    private static FileOutcome file(Path file, FileFacts facts) {
        return new FileOutcome(200, file, facts.contentType(), facts.sizeBytes(), false, null);
    }
}
