package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

/** What an owner keeps when the configuration changes. */
class OwnerFilesTest {
    private static final Object SCOPE = new Object();
    private static final CacheTerms FIRST = new CacheTerms(1, 1 << 20, 10);
    private static final CacheTerms SECOND = new CacheTerms(2, 1 << 20, 10);

    private final OwnerFiles files = new OwnerFiles((delayMs, task) -> false);

    private static CachedAnswer missing() {
        return CachedAnswer.status(SCOPE, "/none", 404);
    }

    @Test
    void shouldKeepOneCacheWhileTheConfigurationStays() {
        FileCache cache = files.cache(FIRST);
        cache.put(missing());
        assertSame(cache, files.cache(FIRST));
        assertEquals(1, files.cache(FIRST).missingCount());
    }

    @Test
    void shouldForgetEverythingWhenALaterConfigurationComes() {
        files.cache(FIRST).put(missing());
        assertNull(files.cache(SECOND).get(SCOPE, "/none"));
        assertEquals(0, files.cache(SECOND).missingCount());
    }

    @Test
    void shouldKeepNothingForAConfigurationThatWasReplaced() {
        FileCache first = files.cache(FIRST);
        FileCache second = files.cache(SECOND);
        FileCache late = files.cache(FIRST);
        late.put(missing());
        assertEquals(0, late.missingCount());
        assertNotSame(first, late);
        assertSame(second, files.cache(SECOND));
    }

    @Test
    void shouldTakeTheSizeOfTheLaterConfiguration() {
        files.cache(FIRST);
        FileCache none = files.cache(new CacheTerms(2, 0, 0));
        none.put(missing());
        assertEquals(0, none.missingCount());
    }
}
