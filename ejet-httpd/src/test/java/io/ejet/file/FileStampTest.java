package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FileStampTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Test
    void shouldMakeAQuotedHexTagWhenAskedForOne() {
        assertEquals("\"1f-2a-0\"", new FileStamp(31, 42, null).entityTag());
        assertTrue(new FileStamp(31, 42, "(dev=1,ino=2)").entityTag().matches("\"1f-2a-[0-9a-f]+\""));
    }

    @Test
    void shouldMakeAnotherTagWhenAnyPartDiffers() {
        Set<String> tags = new HashSet<>();
        for (long size : new long[] {0, 1, 16, Long.MAX_VALUE}) {
            for (long modified : new long[] {-1, 0, 1, SECOND_NS}) {
                for (Object key : new Object[] {"", "(dev=1,ino=2)", "(dev=1,ino=3)", "(dev=2,ino=2)"}) {
                    assertTrue(tags.add(new FileStamp(size, modified, key).entityTag()));
                }
            }
        }
        assertEquals(64, tags.size());
    }

    @Test
    void shouldMakeTheSameTagWhenAnotherRunSeesTheFile() {
        assertEquals(new FileStamp(1, 2, "k").entityTag(), new FileStamp(1, 2, new String("k")).entityTag());
    }

    @Test
    void shouldBeSettledWhenTheModificationIsOlderThanTheCoarsestClock() {
        FileStamp stamp = new FileStamp(1, 10 * SECOND_NS, null);
        assertFalse(stamp.isSettled(9_000), "modified in the future");
        assertFalse(stamp.isSettled(10_000));
        assertFalse(stamp.isSettled(12_000));
        assertTrue(stamp.isSettled(12_001));
    }

    @Test
    void shouldCutToSecondsWhenHttpAsks() {
        assertEquals(1, new FileStamp(0, 2 * SECOND_NS - 1, null).modifiedSeconds());
        assertEquals(0, new FileStamp(0, -5 * SECOND_NS, null).modifiedSeconds());
    }

    @Test
    void shouldBeTheSameFileWhenTheKeysAreEqualOrUnknown() {
        FileStamp stamp = new FileStamp(1, 1, List.of(1));
        assertTrue(stamp.isSameFile(new FileStamp(2, 2, List.of(1))));
        assertFalse(stamp.isSameFile(new FileStamp(1, 1, List.of(2))));
        assertTrue(new FileStamp(1, 1, null).isSameFile(new FileStamp(2, 2, null)));
        assertNotEquals(stamp, new FileStamp(1, 2, List.of(1)));
    }
}
