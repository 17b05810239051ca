package io.epump.sched;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts of one owner, one for each constant of an enum that says in a sentence what is counted.
 *
 * <p>Threading: one writer, the owner (opaque store); any reader (opaque load). Padded at both ends against neighbours
 * in the heap. Counts wrap after 2^63.
 *
 * @param <E> what is counted
 */
@SuppressWarnings("EnumOrdinal") // an index into an array in memory, never stored
public final class Counters<E extends Enum<E>> {
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int PAD = 16;

    private final E[] keys;
    private final long[] values;

    /**
     * Counters that stand at zero.
     *
     * @param kind the enum of what is counted
     */
    public Counters(Class<E> kind) {
        keys = kind.getEnumConstants();
        values = new long[keys.length + 2 * PAD];
    }

    /**
     * Adds one. Owner only.
     *
     * @param what which count
     */
    public void increment(E what) {
        add(what, 1);
    }

    /**
     * Adds to a count. Owner only.
     *
     * @param what which count
     * @param amount how much
     */
    public void add(E what, long amount) {
        int index = PAD + what.ordinal();
        ELEMENT.setOpaque(values, index, values[index] + amount);
    }

    /**
     * Raises a count to {@code value} if it is lower: for maxima. Owner only.
     *
     * @param what which count
     * @param value the candidate
     */
    public void max(E what, long value) {
        int index = PAD + what.ordinal();
        if (value > values[index]) {
            ELEMENT.setOpaque(values, index, value);
        }
    }

    /**
     * Reads a count. Any thread.
     *
     * @param what which count
     * @return the count, possibly a moment old
     */
    public long get(E what) {
        return (long) ELEMENT.getOpaque(values, PAD + what.ordinal());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (E key : keys) {
            text.append(text.length() == 0 ? "" : " ")
                    .append(key.name().toLowerCase(java.util.Locale.ROOT))
                    .append('=')
                    .append(get(key));
        }
        return text.toString();
    }
}
