package io.epump.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private final HeapGrowth growth = new HeapGrowth(64, 1_000_000);
    private byte[] held;

    @Test
    void shouldShareWhatHasGrownWhenConnectionsHaveCome() {
        assertEquals("1280", growth.eachAt(1_064, 2_280_000));
    }

    @Test
    void shouldRoundWhenTheShareIsNotWhole() {
        assertEquals("2", growth.eachAt(66, 1_000_003));
    }

    @Test
    void shouldAnswerADashWhenNoneHasCome() {
        assertEquals("-", growth.eachAt(64, 1_000_500));
    }

    @Test
    void shouldNoticeABigArrayWhenItIsHeld() {
        long before = HeapGrowth.liveBytes();
        held = new byte[8 << 20];
        long after = HeapGrowth.liveBytes();
        assertTrue(after - before >= held.length - (1 << 20), "before=" + before + " after=" + after);
    }
}
