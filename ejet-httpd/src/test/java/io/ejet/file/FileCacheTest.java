package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.Counters;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The cache against a model that is slow and plain: maps in the order of last use. */
class FileCacheTest {
    private static final Object SCOPE = new Object();
    private static final FileStamp STAMP = new FileStamp(1, 2, null);

    private final Counters<FileCounter> counters = new Counters<>(FileCounter.class);

    private static CachedAnswer file(Object scope, String path, int bytes) {
        FileFacts facts = FileFacts.of(STAMP, bytes, "text/plain", 0);
        return CachedAnswer.file(scope, path, Path.of("x"), STAMP, true, facts, new byte[bytes]);
    }

    private static CachedAnswer missing(String path) {
        return CachedAnswer.status(SCOPE, path, 404);
    }

    private static final class Model {
        final long maxBytes;
        final int maxEntries;
        final Map<String, CachedAnswer> files = new LinkedHashMap<>(16, 0.75f, true);
        final Map<String, CachedAnswer> missing = new LinkedHashMap<>(16, 0.75f, true);

        Model(long maxBytes, int maxEntries) {
            this.maxBytes = maxBytes;
            this.maxEntries = maxEntries;
        }

        CachedAnswer get(String path) {
            CachedAnswer file = files.get(path);
            return file != null ? file : missing.get(path);
        }

        void remove(String path) {
            files.remove(path);
            missing.remove(path);
        }

        void put(CachedAnswer answer) {
            remove(answer.path());
            if (!answer.isFile()) {
                missing.put(answer.path(), answer);
                dropOldest(missing, Math.min(1024, maxEntries));
            } else if (answer.heapBytes() <= maxBytes) {
                files.put(answer.path(), answer);
                while (bytes() > maxBytes) {
                    dropOldest(files, files.size() - 1);
                }
                dropOldest(files, maxEntries);
            }
        }

        long bytes() {
            return files.values().stream().mapToLong(CachedAnswer::heapBytes).sum();
        }

        private void dropOldest(Map<String, CachedAnswer> from, int most) {
            Iterator<CachedAnswer> oldestFirst = from.values().iterator();
            while (from.size() > most) {
                oldestFirst.next();
                oldestFirst.remove();
            }
        }
    }

    private static void assertEqualState(Model model, FileCache cache, String message) {
        assertEquals(model.files.size(), cache.fileCount(), message);
        assertEquals(model.missing.size(), cache.missingCount(), message);
        assertEquals(model.bytes(), cache.bytes(), message);
    }

    /** Every sequence of five steps on three paths in a cache of two files. */
    @Test
    void shouldKeepWhatWasUsedLastWhenStepsAreTriedExhaustively() {
        int[] steps = new int[5];
        int kinds = 4 * 3;
        long sequences = Math.round(Math.pow(kinds, 5));
        for (long sequence = 0; sequence < sequences; sequence++) {
            long rest = sequence;
            for (int i = 0; i < 5; i++) {
                steps[i] = (int) (rest % kinds);
                rest /= kinds;
            }
            FileCache cache = new FileCache(1 << 20, 2, counters);
            Model model = new Model(1 << 20, 2);
            for (int i = 0; i < 5; i++) {
                step(cache, model, steps[i] / 3, "/" + steps[i] % 3);
            }
            assertEqualState(model, cache, "sequence=" + sequence);
        }
    }

    private static void step(FileCache cache, Model model, int kind, String path) {
        switch (kind) {
            case 0 -> assertSame(model.get(path), cache.get(SCOPE, path));
            case 1 -> put(cache, model, file(SCOPE, path, 10));
            case 2 -> put(cache, model, missing(path));
            default -> {
                cache.remove(SCOPE, path);
                model.remove(path);
            }
        }
    }

    private static void put(FileCache cache, Model model, CachedAnswer answer) {
        cache.put(answer);
        model.put(answer);
    }

    @Test
    void shouldBehaveAsTheModelWhenStepsAreRandom() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 30; run++) {
            long maxBytes = 2_000L + random.nextInt(60_000);
            int maxEntries = random.nextInt(60);
            FileCache cache = new FileCache(maxBytes, maxEntries, counters);
            Model model = new Model(maxBytes, maxEntries);
            for (int i = 0; i < 3_000; i++) {
                String path = "/" + random.nextInt(120);
                int choice = random.nextInt(10);
                if (choice < 5) {
                    assertSame(model.get(path), cache.get(SCOPE, path), "seed=" + seed);
                } else if (choice < 8) {
                    CachedAnswer file = file(SCOPE, path, random.nextInt(4_000));
                    if (maxEntries > 0) {
                        put(cache, model, file);
                    } else {
                        cache.put(file);
                        model.remove(path);
                    }
                } else if (choice < 9) {
                    put(cache, model, missing(path));
                } else {
                    cache.remove(SCOPE, path);
                    model.remove(path);
                }
                assertEqualState(model, cache, "seed=" + seed + " run=" + run + " step=" + i);
                assertTrue(cache.bytes() <= maxBytes && cache.fileCount() <= maxEntries, "seed=" + seed);
            }
            for (String path : new ArrayList<>(model.files.keySet())) {
                assertSame(model.get(path), cache.get(SCOPE, path), "seed=" + seed);
            }
        }
    }

    @Test
    void shouldKeepNothingWhenThereIsNoRoom() {
        FileCache none = new FileCache(1 << 20, 0, counters);
        none.put(file(SCOPE, "/a", 1));
        none.put(missing("/b"));
        assertNull(none.get(SCOPE, "/a"));
        assertNull(none.get(SCOPE, "/b"));
        FileCache tiny = new FileCache(100, 10, counters);
        tiny.put(file(SCOPE, "/a", 1));
        assertEquals(0, tiny.fileCount());
        assertEquals(0, counters.get(FileCounter.EVICTIONS), "what is too large drives nobody out");
    }

    @Test
    void shouldForgetTheOldAnswerWhenTheNewOneIsTooLarge() {
        FileCache cache = new FileCache(5_000, 10, counters);
        cache.put(file(SCOPE, "/a", 1));
        cache.put(file(SCOPE, "/a", 6_000));
        assertNull(cache.get(SCOPE, "/a"));
        assertEquals(0, cache.bytes());
    }

    @Test
    void shouldLeaveFilesAloneWhenManyNamesAreNotThere() {
        FileCache cache = new FileCache(1 << 20, 2_000, counters);
        cache.put(file(SCOPE, "/here", 1));
        for (int i = 0; i < 100_000; i++) {
            cache.put(missing("/scan/" + i));
        }
        assertNotNull(cache.get(SCOPE, "/here"));
        assertEquals(1024, cache.missingCount());
        assertNotNull(cache.get(SCOPE, "/scan/99999"));
        assertNull(cache.get(SCOPE, "/scan/0"));
    }

    @Test
    void shouldNotRememberALongNameWhenItIsNotThere() {
        FileCache cache = new FileCache(1 << 20, 10, counters);
        cache.put(missing("/" + "x".repeat(511)));
        assertEquals(1, cache.missingCount());
        cache.put(missing("/" + "x".repeat(512)));
        assertEquals(1, cache.missingCount());
    }

    @Test
    void shouldTellHandlersApartWhenTheirPathsAreEqual() {
        FileCache cache = new FileCache(1 << 20, 100, counters);
        List<Object> scopes = List.of(new Object(), new Object(), new Object());
        List<CachedAnswer> answers = scopes.stream().map(s -> file(s, "/", 1)).toList();
        answers.forEach(cache::put);
        for (int i = 0; i < 3; i++) {
            assertSame(answers.get(i), cache.get(scopes.get(i), "/"));
        }
    }

    @Test
    void shouldConfirmAnAnswerOnlyWhenNameAndStateAreTheSame() {
        CachedAnswer answer = file(SCOPE, "/", 1);
        assertTrue(answer.isConfirmedBy(Path.of("x"), new FileStamp(1, 2, null)));
        assertFalse(answer.isConfirmedBy(Path.of("y"), STAMP), "another link to the same file has another media type");
        assertFalse(answer.isConfirmedBy(Path.of("x"), new FileStamp(1, 3, null)));
        assertFalse(missing("/").isConfirmedBy(Path.of("x"), STAMP));
    }

    @Test
    void shouldCountWhatLeftWhenOthersNeededTheRoom() {
        FileCache cache = new FileCache(1 << 20, 2, counters);
        for (int i = 0; i < 5; i++) {
            cache.put(file(SCOPE, "/" + i, 1));
        }
        assertEquals(3, counters.get(FileCounter.EVICTIONS));
    }

    @Test
    void shouldHashDifferentlyWhenItIsAnotherCache() {
        assertTrue(new FileCache(1, 1, counters).hash(SCOPE, "/a") != new FileCache(1, 1, counters).hash(SCOPE, "/a"));
    }
}
