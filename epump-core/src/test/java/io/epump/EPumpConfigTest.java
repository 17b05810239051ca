package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.WaitStrategy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Every setting refuses nonsense by name and value. */
class EPumpConfigTest {
    private static void assertRefused(String expected, Executable setter) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, setter);
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
    }

    @Test
    void shouldRefuseNonsenseWithNameAndValue() {
        EPumpConfig.Builder builder = EPumpConfig.builder();
        assertRefused("pumps=0", () -> builder.pumps(0));
        assertRefused("workers=-1", () -> builder.workers(-1));
        assertRefused("ringSize=100", () -> builder.ringSize(100));
        assertRefused("ringSize=0", () -> builder.ringSize(0));
        assertRefused("bufferBytes=1", () -> builder.bufferBytes(1));
        assertRefused("pooledBuffers=-1", () -> builder.pooledBuffers(-1));
        assertRefused("readBytesPerEvent=0", () -> builder.readBytesPerEvent(0));
        assertRefused("writtenBytesPerEvent=0", () -> builder.writtenBytesPerEvent(0));
        assertRefused("acceptsPerEvent=0", () -> builder.acceptsPerEvent(0));
        assertRefused("backlog=0", () -> builder.backlog(0));
        assertRefused("maxUserEvents=0", () -> builder.maxUserEvents(0));
        assertRefused("lowBytes=5 highBytes=4", () -> builder.watermarks(5, 4));
        assertRefused("slowCallback=PT0.001S", () -> builder.slowCallback(Duration.ofMillis(1)));
        assertRefused("holdLimit=PT-0.001S", () -> builder.holdLimit(Duration.ofMillis(-1)));
        assertRefused("holdLimit=PT2S", () -> builder.holdLimit(Duration.ofSeconds(2)));
        assertRefused("acceptors=-1", () -> builder.acceptors(-1));
        assertRefused(
                "acceptors=2 leaves none of 2",
                () -> EPumpConfig.builder().pumps(2).acceptors(2).build());
        assertRefused("acceptRetry=PT0S", () -> builder.acceptRetry(Duration.ZERO));
        assertRefused("acceptPause=PT-1S", () -> builder.acceptPause(Duration.ofSeconds(-1)));
        assertRefused("hookInterval=PT0S", () -> builder.hookInterval(Duration.ZERO));
        assertRefused("lingerTime=PT0S", () -> builder.lingerTime(Duration.ZERO));
        assertRefused("lingerIdle=PT-1S", () -> builder.lingerIdle(Duration.ofSeconds(-1)));
        assertRefused("lingerBytes=-1", () -> builder.lingerBytes(-1));
        assertRefused("pumpsPercentOfCores=0", () -> builder.pumpsPercentOfCores(0));
    }

    @Test
    void shouldRunTheFastModelWithOnePumpPerCoreByDefault() {
        EPumpConfig config = EPumpConfig.builder().build();
        assertEquals(Runtime.getRuntime().availableProcessors(), config.pumps());
        assertEquals(0, config.workers());
    }

    @Test
    void shouldRoundSharesOfTheCoresAndGiveAtLeastOne() {
        int cores = Runtime.getRuntime().availableProcessors();
        EPumpConfig config = EPumpConfig.builder()
                .pumpsPercentOfCores(1)
                .workersPercentOfCores(250)
                .build();
        assertEquals(Math.max(1, Math.round(cores / 100f)), config.pumps());
        assertEquals(Math.round(cores * 2.5f), config.workers());
    }

    @Test
    void shouldParkAtOnceWhenThreadsFillTheCores() {
        int cores = Runtime.getRuntime().availableProcessors();
        EPumpConfig filled =
                EPumpConfig.builder().pumps(1).workers(Math.max(1, cores - 1)).build();
        assertEquals(WaitStrategy.PARK, filled.waitStrategy());
        EPumpConfig chosen =
                EPumpConfig.builder().waitStrategy(WaitStrategy.SPIN).build();
        assertEquals(WaitStrategy.SPIN, chosen.waitStrategy());
    }
}
