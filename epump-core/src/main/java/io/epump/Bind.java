package io.epump;

/**
 * Which pump watches a device. Immutable; from any thread.
 *
 * <table>
 *   <caption>What each means</caption>
 *   <tr><th></th><th>a listener, or UDP sockets that receive</th><th>a connection, or another single device</th></tr>
 *   <tr><td>{@link #ONE}</td><td>one socket, on the least loaded pump</td><td>the least loaded pump</td></tr>
 *   <tr><td>{@link #given}</td><td>one socket, on that pump</td><td>that pump</td></tr>
 *   <tr><td>{@link #CURRENT}</td><td>one socket, on the current pump</td><td>the current pump</td></tr>
 *   <tr><td>{@link #ALL}</td><td>one socket that all pumps watch: each connection wakes every pump that sleeps</td><td>refused</td></tr>
 *   <tr><td>{@link #NEW_FOR_EACH}</td><td>a socket for each pump (SO_REUSEPORT)</td><td>refused</td></tr>
 * </table>
 *
 * <p>The current pump is the one whose turn runs; on a worker the one of the device or timer whose callback runs; on a foreign
 * thread the least loaded one. Least loaded is meant among those that serve ({@link EPumpConfig.Builder#acceptors}).
 */
public final class Bind {
    /** The least loaded pump. */
    public static final Bind ONE = new Bind(Kind.ONE, -1);

    /** The current pump. */
    public static final Bind CURRENT = new Bind(Kind.CURRENT, -1);

    /** All pumps watch the same socket. */
    public static final Bind ALL = new Bind(Kind.ALL, -1);

    /** Each pump has a socket of its own. */
    public static final Bind NEW_FOR_EACH = new Bind(Kind.NEW_FOR_EACH, -1);

    private final Kind kind;
    private final int pump;

    /** How the pump is found. */
    public enum Kind {
        /** {@link Bind#ONE}. */
        ONE,
        /** {@link Bind#given}. */
        GIVEN,
        /** {@link Bind#CURRENT}. */
        CURRENT,
        /** {@link Bind#ALL}. */
        ALL,
        /** {@link Bind#NEW_FOR_EACH}. */
        NEW_FOR_EACH
    }

    private Bind(Kind kind, int pump) {
        this.kind = kind;
        this.pump = pump;
    }

    /**
     * A pump by its number.
     *
     * @param pump from 0; a number that the system has not is refused where this is used
     * @return the binding
     */
    public static Bind given(int pump) {
        if (pump < 0) {
            throw new IllegalArgumentException("pump=" + pump + " is less than 0");
        }
        return new Bind(Kind.GIVEN, pump);
    }

    /**
     * How the pump is found.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * The number given.
     *
     * @return from 0; -1 unless the kind is GIVEN
     */
    public int pump() {
        return pump;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bind bind && bind.kind == kind && bind.pump == pump;
    }

    @Override
    public int hashCode() {
        return kind.hashCode() * 31 + pump;
    }

    @Override
    public String toString() {
        return kind == Kind.GIVEN ? "GIVEN(" + pump + ")" : kind.name();
    }
}
