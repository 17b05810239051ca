package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.HostMatch;
import io.ejet.conf.LocationMatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the benchmarks find what they say, whatever their size. */
class SiteBenchmarksTest {
    private static final int ROUNDS = 600;

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 10_000})
    void shouldFindAHostOfTheKindThatIsNamed(int hosts) {
        HostBenchmark benchmark = new HostBenchmark();
        benchmark.hosts = hosts;
        benchmark.start();
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(HostMatch.EXACT, benchmark.exactName().names().get(0).match());
            assertTrue(benchmark.wildcardName().names().get(0).match() != HostMatch.EXACT);
            assertNull(benchmark.unknownName());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 1000, 10_000})
    void shouldFindALocationOfTheKindThatIsNamed(int locations) {
        LocationBenchmark benchmark = new LocationBenchmark();
        benchmark.locations = locations;
        benchmark.start();
        for (int round = 0; round < ROUNDS; round++) {
            assertEquals(LocationMatch.EXACT, benchmark.exactPath().match());
            assertTrue(benchmark.prefixPath().match() != LocationMatch.EXACT);
        }
    }
}
