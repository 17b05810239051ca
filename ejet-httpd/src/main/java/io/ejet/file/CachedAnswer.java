package io.ejet.file;

import io.ejet.PreparedAnswer;
import java.nio.file.Path;

/**
 * What a path is answered with: a file with its body in memory, a large file, the list of a folder, an index file that is another
 * location's, or a status alone. It is its own place in the tables of a
 * {@link FileCache}.
 *
 * <p>Threading: made by whoever loads it, then given to its cache's owner, whose the fields at the end are.
 *
 * <p>It is trusted for less than a second after its last check.
 */
final class CachedAnswer {
    static final long TRUST_NS = 1_000_000_000L;

    /** What the objects of an answer take besides the bytes they hold. */
    private static final int OVERHEAD_BYTES = 640;

    private final Object scope;
    private final String path;
    private final int status;
    private final Path file;
    private final FileStamp stamp;
    private final boolean isSettled;
    private final FileFacts facts;
    private final PreparedAnswer prepared;
    private final SharedFile largeFile;

    // owner
    private long checkedNs;

    // the cache's, its owner
    long hash;
    CachedAnswer nextInBucket;
    CachedAnswer older;
    CachedAnswer newer;

    private CachedAnswer(
            Object scope,
            String path,
            int status,
            Path file,
            FileStamp stamp,
            boolean isSettled,
            FileFacts facts,
            PreparedAnswer prepared,
            SharedFile largeFile) {
        this.scope = scope;
        this.path = path;
        this.status = status;
        this.file = file;
        this.stamp = stamp;
        this.isSettled = isSettled;
        this.facts = facts;
        this.prepared = prepared;
        this.largeFile = largeFile;
    }

    /**
     * A file's answer.
     *
     * @param scope whose paths these are
     * @param path the path that asks for it
     * @param file its name
     * @param stamp its state, taken after it was opened and before it was read
     * @param isSettled whether a later change will show in the stamp
     * @param facts what its header tells
     * @param body what was read
     */
    static CachedAnswer file(
            Object scope, String path, Path file, FileStamp stamp, boolean isSettled, FileFacts facts, byte[] body) {
        PreparedAnswer prepared = PreparedAnswer.of(200, facts.fields(), body);
        return new CachedAnswer(scope, path, 200, file, stamp, isSettled, facts, prepared, null);
    }

    /**
     * The answer to a path that has no file.
     *
     * @param scope whose paths these are
     * @param path the path
     * @param status 301 for a folder without its slash, 403 or 404
     */
    static CachedAnswer status(Object scope, String path, int status) {
        return new CachedAnswer(scope, path, status, null, null, false, null, null, null);
    }

    /**
     * The answer to a folder without an index, whose list is wanted.
     *
     * @param scope whose paths these are
     * @param path the folder's
     */
    static CachedAnswer list(Object scope, String path) {
        return new CachedAnswer(scope, path, 200, null, null, false, null, null, null);
    }

    /**
     * Remembers that a folder has an index file which another location is to answer with.
     *
     * @param scope whose paths these are
     * @param path the folder's
     * @param index the file
     */
    static CachedAnswer indexElsewhere(Object scope, String path, Path index) {
        return new CachedAnswer(scope, path, 200, index, null, false, null, null, null);
    }

    /**
     * Remembers that a path has a file too large to be kept.
     *
     * @param scope whose paths these are
     * @param path the path
     * @param file the file, as long as it is open
     */
    static CachedAnswer largeFile(Object scope, String path, SharedFile file) {
        return new CachedAnswer(scope, path, 200, null, null, false, null, null, file);
    }

    /** The sentinel of a list. */
    static CachedAnswer sentinel() {
        return new CachedAnswer("", "", 0, null, null, false, null, null, null);
    }

    boolean isFile() {
        return prepared != null;
    }

    /** Whether a folder is answered with its list. */
    boolean isList() {
        return status == 200 && prepared == null && largeFile == null && file == null;
    }

    /** The path of the index file that another location answers with; null when none does. */
    String indexElsewhere() {
        return prepared == null && file != null ? path + file.getFileName() : null;
    }

    /** The file that is too large to be kept, open or closed; null when it is not. */
    SharedFile largeFile() {
        return largeFile;
    }

    /** Whether it may be sent without asking the disk. */
    boolean isTrusted(long nowNs) {
        return nowNs - checkedNs < TRUST_NS;
    }

    /**
     * Notes when it was loaded.
     *
     * @param nowNs before the disk was asked
     */
    void onLoaded(long nowNs) {
        checkedNs = nowNs;
    }

    /**
     * Notes a check that found it unchanged; checks may end in another order than they began.
     *
     * @param nowNs before the disk was asked
     */
    void onConfirmed(long nowNs) {
        if (nowNs - checkedNs > 0) {
            checkedNs = nowNs;
        }
    }

    /** Whether it still is the answer when the path leads to {@code file} and that has this state. */
    boolean isConfirmedBy(Path foundFile, FileStamp foundStamp) {
        return isSettled && foundStamp.equals(stamp) && foundFile.equals(file);
    }

    boolean answers(Object otherScope, String otherPath) {
        return scope.equals(otherScope) && path.equals(otherPath);
    }

    /** What it takes of the heap, about. */
    long heapBytes() {
        int content = isFile() ? prepared.head().length + prepared.body().length : 0;
        return OVERHEAD_BYTES + 2L * path.length() + content;
    }

    Object scope() {
        return scope;
    }

    Path file() {
        return file;
    }

    String path() {
        return path;
    }

    int status() {
        return status;
    }

    FileFacts facts() {
        return facts;
    }

    PreparedAnswer prepared() {
        return prepared;
    }
}
