package io.ejet.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the fields of a head are, counted from where the head begins, and which of them are known ones.
 *
 * <p>Bounds: room for 16 fields at first, 16 bytes each; doubles when that is too little, and stays so.
 */
final class FieldIndex {
    static final int NAME_START = 0;
    static final int NAME_END = 1;
    static final int VALUE_START = 2;
    static final int VALUE_END = 3;

    private static final int PLACES = 4;
    private static final int FIRST_FIELDS = 16;

    private final short[] firstOf = new short[KnownField.COUNT]; // valid where seen has the bit
    private int[] places = new int[FIRST_FIELDS * PLACES];
    private int seen;
    private int count;

    void clear() {
        seen = 0;
        count = 0;
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = count * PLACES;
        if (at == places.length) {
            places = Arrays.copyOf(places, places.length * 2);
        }
        places[at + NAME_START] = nameStart;
        places[at + NAME_END] = nameEnd;
        places[at + VALUE_START] = valueStart;
        places[at + VALUE_END] = valueEnd;
        count++;
    }

    /** Notes that the field added last is this one. Returns whether there was one before. */
    boolean note(KnownField field) {
        if (has(field)) {
            return true;
        }
        seen |= field.bit();
        firstOf[field.index()] = (short) (count - 1);
        return false;
    }

    boolean has(KnownField field) {
        return (seen & field.bit()) != 0;
    }

    int count() {
        return count;
    }

    int place(int field, int which) {
        if (field < 0 || field >= count) {
            throw new IndexOutOfBoundsException("field=" + field + " fields=" + count);
        }
        return places[field * PLACES + which];
    }

    int indexOf(KnownField field) {
        return has(field) ? firstOf[field.index()] : -1;
    }

    int find(ByteBuffer bytes, int base, String name, int from) {
        for (int i = from; i < count; i++) {
            if (Octets.equalsIgnoreCase(bytes, base + place(i, NAME_START), base + place(i, NAME_END), name)) {
                return i;
            }
        }
        return -1;
    }

    void copyFrom(FieldIndex other) {
        int used = other.count * PLACES;
        if (places.length < used) {
            places = new int[other.places.length];
        }
        System.arraycopy(other.places, 0, places, 0, used);
        System.arraycopy(other.firstOf, 0, firstOf, 0, firstOf.length);
        seen = other.seen;
        count = other.count;
    }
}
