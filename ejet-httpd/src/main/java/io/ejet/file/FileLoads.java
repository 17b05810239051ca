package io.ejet.file;

import java.util.HashMap;
import java.util.Map;

/**
 * What one owner is asking the disk just now, by path: so that a thousand requests for one cold file ask once. Owner only.
 *
 * <p>Bounds: as many as the offload runs and lets wait.
 */
final class FileLoads {
    private final Map<Key, FileLoad> underWay = new HashMap<>();

    /**
     * A path of a location.
     *
     * @param hash the cache's: with a secret seed, so that nobody can choose paths that meet in one bucket
     */
    record Key(long hash, Object scope, String path) {
        @Override
        public int hashCode() {
            return Long.hashCode(hash);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && hash == key.hash && scope.equals(key.scope) && path.equals(key.path);
        }
    }

    /** The load that is under way, null when there is none. */
    FileLoad find(Key key) {
        return underWay.get(key);
    }

    /** Adds a load, in place of one that nobody shall join any more. */
    void add(FileLoad load) {
        underWay.put(load.key(), load);
    }

    /** Nothing, when another has taken its place. */
    void remove(FileLoad load) {
        underWay.remove(load.key(), load);
    }

    int size() {
        return underWay.size();
    }
}
