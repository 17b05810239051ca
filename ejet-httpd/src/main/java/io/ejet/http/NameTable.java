package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Values by the name of a host and perhaps a port, found by the bytes in which a request names its host, whatever the case of
 * letters: by the whole name, by its longest end or by its longest beginning.
 *
 * <p>Threading: immutable; any thread. Nothing is allocated by looking up.
 *
 * <p>Bounds: a name is gone through once, however many labels it has; one of more than {@link #MOST_BYTES} bytes is not found. The
 * cost does not grow with the number of names.
 *
 * @param <T> what names lead to
 */
public final class NameTable<T> {
    /** No longer name is looked for: none can be longer (RFC 1035 section 2.3.4). */
    public static final int MOST_BYTES = 255;

    private static final int FACTOR = 31;
    private static final int SPREAD = 0x9e37_79b9; // the golden ratio: neighbours go far apart
    private static final int SLOTS_PER_NAME = 2; // at least

    /** Open addressing: a name stands in the slot of its hash, or in the next one that is free. */
    private final byte[][] names;

    private final int[] ports;
    private final Object[] values;
    private final int shift;
    private final boolean isEmpty;
    private final boolean hasPorts;

    /**
     * What a value is found by.
     *
     * @param text in ASCII, without upper-case letters; may be empty
     * @param port 1 to 65535 when the request must ask for that port, 0 when any will do
     */
    public record Name(String text, int port) {}

    /**
     * A table.
     *
     * @param entries values by name, none of them null
     */
    public NameTable(Map<Name, T> entries) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, entries.size()) * SLOTS_PER_NAME);
        names = new byte[1 << bits][];
        ports = new int[1 << bits];
        values = new Object[1 << bits];
        shift = Integer.SIZE - bits;
        isEmpty = entries.isEmpty();
        hasPorts = entries.keySet().stream().anyMatch(name -> name.port != 0);
        entries.forEach(this::put);
    }

    private void put(Name name, T value) {
        byte[] bytes = name.text.getBytes(StandardCharsets.US_ASCII);
        int hash = 0;
        for (byte b : bytes) {
            hash = hash * FACTOR + b;
        }
        int slot = slot(hash, name.port);
        while (names[slot] != null) {
            slot = next(slot);
        }
        names[slot] = bytes;
        ports[slot] = name.port;
        values[slot] = value;
    }

    private int slot(int hash, int port) {
        return ((hash ^ (port * SPREAD)) * SPREAD) >>> shift;
    }

    private int next(int slot) {
        return (slot + 1) & (names.length - 1);
    }

    /**
     * Whether any name is for one port only.
     *
     * @return false if ports do not matter
     */
    public boolean hasPorts() {
        return hasPorts;
    }

    /**
     * What a whole name leads to.
     *
     * @param bytes where it lies
     * @param start where it begins
     * @param end where it ends
     * @param port what is asked for besides, 1 to 65535; 0 finds only what holds for any port
     * @return what is for that port, else what is for any; null when there is neither
     */
    public T whole(ByteBuffer bytes, int start, int end, int port) {
        if (isEmpty || end - start > MOST_BYTES) {
            return null;
        }
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = hash * FACTOR + Octets.lower(bytes.get(i));
        }
        return get(bytes, start, end, hash, port);
    }

    /**
     * What the longest end of a name leads to that begins behind one of its dots.
     *
     * @param bytes where it lies
     * @param start where it begins
     * @param end where it ends
     * @param port as for a whole name; of two of the same length, the one for that port
     * @return null when there is none
     */
    public T longestEnd(ByteBuffer bytes, int start, int end, int port) {
        if (isEmpty || end - start > MOST_BYTES) {
            return null;
        }
        T longest = null;
        int hash = 0;
        int weight = 1;
        for (int i = end - 1; i > start; i--) { // the same hash, made from its end
            int b = Octets.lower(bytes.get(i));
            T found = b == '.' ? get(bytes, i + 1, end, hash, port) : null;
            longest = found == null ? longest : found;
            hash += b * weight;
            weight *= FACTOR;
        }
        return longest;
    }

    /**
     * What the longest beginning of a name leads to that ends before one of its dots.
     *
     * @param bytes where it lies
     * @param start where it begins
     * @param end where it ends
     * @param port as for a whole name; of two of the same length, the one for that port
     * @return null when there is none
     */
    public T longestBeginning(ByteBuffer bytes, int start, int end, int port) {
        if (isEmpty || end - start > MOST_BYTES) {
            return null;
        }
        T longest = null;
        int hash = 0;
        for (int i = start; i < end; i++) {
            int b = Octets.lower(bytes.get(i));
            T found = b == '.' ? get(bytes, start, i, hash, port) : null;
            longest = found == null ? longest : found;
            hash = hash * FACTOR + b;
        }
        return longest;
    }

    private T get(ByteBuffer bytes, int start, int end, int hash, int port) {
        T found = hasPorts && port != 0 ? getOne(bytes, start, end, hash, port) : null;
        return found == null ? getOne(bytes, start, end, hash, 0) : found;
    }

    @SuppressWarnings("unchecked") // only such were put in
    private T getOne(ByteBuffer bytes, int start, int end, int hash, int port) {
        int slot = slot(hash, port);
        while (names[slot] != null) {
            if (ports[slot] == port && isName(names[slot], bytes, start, end)) {
                return (T) values[slot];
            }
            slot = next(slot);
        }
        return null;
    }

    private static boolean isName(byte[] name, ByteBuffer bytes, int start, int end) {
        if (name.length != end - start) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != Octets.lower(bytes.get(start + i))) {
                return false;
            }
        }
        return true;
    }
}
