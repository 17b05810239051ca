package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class ConnectionCountsTest {
    private static final InetAddress ONE = IpAddress.parse("192.0.2.1");
    private static final InetAddress OTHER = IpAddress.parse("2001:db8::1");

    @Test
    void shouldLetInSoManyOfEachAndForgetWhoHasLeft() {
        ConnectionCounts counts = new ConnectionCounts();
        assertTrue(counts.enter(ONE, 2));
        assertTrue(counts.enter(ONE, 2));
        assertFalse(counts.enter(ONE, 2));
        assertFalse(counts.enter(ONE, 2));
        assertTrue(counts.enter(OTHER, 2));
        counts.leave(ONE);
        assertTrue(counts.enter(ONE, 2));
        assertFalse(counts.enter(ONE, 2));
        assertEquals(2, counts.addresses());
        assertEquals(3, counts.refused());
        counts.leave(ONE);
        counts.leave(ONE);
        counts.leave(OTHER);
        assertEquals(0, counts.addresses());
    }
}
