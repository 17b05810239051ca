package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class RequestRoomTest {
    @Test
    void shouldHaveRoomForSoManyOfEachAddress() throws Exception {
        InetAddress one = InetAddress.getByName("192.0.2.1");
        InetAddress other = InetAddress.getByName("192.0.2.2");
        RequestRoom room = new RequestRoom(2);
        assertTrue(room.enter(one));
        assertTrue(room.enter(one));
        assertFalse(room.enter(one));
        assertTrue(room.enter(other));
        room.leave(one);
        assertTrue(room.enter(one));
        assertFalse(room.enter(one));
        room.leave(other);
        assertTrue(room.enter(other));
        assertTrue(room.enter(other));
    }
}
