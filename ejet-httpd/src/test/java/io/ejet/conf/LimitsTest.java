package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program may give as limits: the same as a configuration. */
class LimitsTest {
    private static Limits limits(int headerBytes, int smallFileBytes, long cacheBytes) {
        Duration time = Duration.ofSeconds(1);
        return new Limits(
                200,
                headerBytes,
                1,
                1,
                1,
                1,
                time,
                time,
                time,
                time,
                time,
                time,
                time,
                time,
                smallFileBytes,
                cacheBytes,
                1);
    }

    @ParameterizedTest
    @CsvSource({"256, 0, -1", "1048576, 1048576, 0", "300, 1, 9223372036854775807"})
    void shouldTakeSizesWithinTheirBounds(int headerBytes, int smallFileBytes, long cacheBytes) {
        Limits taken = limits(headerBytes, smallFileBytes, cacheBytes);
        assertEquals(headerBytes, taken.maxHeaderBytes());
        assertEquals(smallFileBytes, taken.smallFileBytes());
        assertEquals(cacheBytes, taken.fileCacheBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "255, 0, 0, maxHeaderBytes=255 is not between 256 and 1048576",
        "1048577, 0, 0, maxHeaderBytes=1048577 is not between 256 and 1048576",
        "300, -1, 0, smallFileBytes=-1 is not between 0 and 1048576",
        "300, 1048577, 0, smallFileBytes=1048577 is not between 0 and 1048576",
        "300, 0, -2, fileCacheBytes=-2 is not between -1 and 9223372036854775807"
    })
    void shouldRefuseSizesBeyondTheirBounds(int headerBytes, int smallFileBytes, long cacheBytes, String message) {
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> limits(headerBytes, smallFileBytes, cacheBytes))
                        .getMessage());
    }

    @Test
    void shouldDifferInTheFileCacheAloneWhenThatIsReplaced() {
        Limits other = Limits.DEFAULTS.withFileCacheBytes(5);
        assertEquals(5, other.fileCacheBytes());
        assertEquals(Limits.DEFAULTS, other.withFileCacheBytes(Limits.AUTO_BYTES));
    }
}
