package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The scans that look at eight bytes at a time, against the single byte: any byte, anywhere in a run of any length. */
class OctetsTest {
    private static final int LONGEST = 26;

    @Test
    void shouldStopAtTheFirstForbiddenByteWhenAValueIsScanned() {
        forEachByteInARun((bytes, at, c, stop) -> assertEquals(
                Octets.isValue(c) ? stop : at, Octets.skipValue(bytes, 1, stop), "byte " + c + " at " + at));
    }

    @Test
    void shouldStopAtTheFirstForbiddenByteWhenATargetIsScanned() {
        forEachByteInARun((bytes, at, c, stop) -> assertEquals(
                Octets.isTarget(c) ? stop : at, Octets.skipTarget(bytes, 1, stop), "byte " + c + " at " + at));
    }

    @Test
    void shouldStopAtTheFirstForbiddenByteWhenATokenIsScanned() {
        forEachByteInARun((bytes, at, c, stop) -> assertEquals(
                Octets.isToken(c) ? stop : at, Octets.skipToken(bytes, 1, stop), "byte " + c + " at " + at));
    }

    private interface Check {
        void run(ByteBuffer bytes, int at, int c, int stop);
    }

    private static void forEachByteInARun(Check check) {
        for (int stop = 2; stop <= LONGEST; stop++) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST + 2); // zeros behind: they must not be seen
            for (int i = 1; i < stop; i++) {
                bytes.put(i, (byte) 'z');
            }
            for (int at = 1; at < stop; at++) {
                for (int c = 0; c < 256; c++) {
                    bytes.put(at, (byte) c);
                    check.run(bytes, at, c, stop);
                }
                bytes.put(at, (byte) 'z');
            }
        }
    }

    @Test
    void shouldKnowHexadecimalDigits() {
        for (int c = 0; c < 256; c++) {
            assertEquals(c < 128 ? Character.digit(c, 16) : -1, Octets.hex(c));
        }
    }
}
