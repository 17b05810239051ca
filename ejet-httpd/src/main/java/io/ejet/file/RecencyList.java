package io.ejet.file;

/** Answers in the order of their last use, the links kept in the answers. One answer is in one list at most. Owner only. */
final class RecencyList {
    /** Its {@code newer} is the oldest answer, its {@code older} the newest: a ring. */
    private final CachedAnswer sentinel = CachedAnswer.sentinel();

    private int size;

    RecencyList() {
        sentinel.older = sentinel;
        sentinel.newer = sentinel;
    }

    int size() {
        return size;
    }

    void add(CachedAnswer answer) {
        link(answer);
        size++;
    }

    void remove(CachedAnswer answer) {
        unlink(answer);
        answer.older = null; // an answer that is still being sent keeps no other alive
        answer.newer = null;
        size--;
    }

    void onUsed(CachedAnswer answer) {
        if (sentinel.older != answer) {
            unlink(answer);
            link(answer);
        }
    }

    /** The one that was not used for longest, null when there is none. */
    CachedAnswer oldest() {
        return size == 0 ? null : sentinel.newer;
    }

    private void link(CachedAnswer answer) {
        CachedAnswer newest = sentinel.older;
        answer.older = newest;
        answer.newer = sentinel;
        newest.newer = answer;
        sentinel.older = answer;
    }

    private static void unlink(CachedAnswer answer) {
        answer.older.newer = answer.newer;
        answer.newer.older = answer.older;
    }
}
