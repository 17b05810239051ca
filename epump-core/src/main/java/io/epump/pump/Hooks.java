package io.epump.pump;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The hooks of a pump, which asks their conditions in rotation: at most {@value #LIMIT} a turn, each at most once. It does not
 * sleep before all were asked since somebody has demanded it, and never longer than an interval.
 *
 * <p>Threading: the pump's own, but for {@link #registered} and the counting of it.
 */
final class Hooks {
    static final int LIMIT = 64;

    private final long intervalNs;
    private final List<PumpedHook> adopted = new ArrayList<>();

    /** Where the rotation goes on. */
    private int next;

    /** How many are still to be asked before the pump may sleep. */
    private int demanded;

    /** Counted up by whoever makes a hook, down by whoever ends it, which is the pump unless it never got there. */
    private final AtomicInteger registered = new AtomicInteger();

    Hooks(long intervalNs) {
        this.intervalNs = intervalNs;
    }

    boolean isEmpty() {
        return adopted.isEmpty();
    }

    void add(PumpedHook hook) {
        hook.place = adopted.size();
        adopted.add(hook);
    }

    /** The last one takes its place; it may so be asked once more, or once less, in the round that is under way. */
    void remove(PumpedHook hook) {
        PumpedHook last = adopted.remove(adopted.size() - 1);
        if (last != hook) {
            last.place = hook.place;
            adopted.set(hook.place, last);
        }
        demand();
    }

    /** Somebody has a reason to think that a condition is met: a whole round is due. */
    void demand() {
        demanded = adopted.size();
    }

    /**
     * Asks as many conditions as one turn may.
     *
     * @return how many were met
     */
    int evaluate() {
        int size = adopted.size();
        int count = Math.min(size, LIMIT);
        if (demanded <= 0) {
            demanded = size; // awake for another reason, or the interval is over
        }
        int fired = 0;
        for (int i = 0; i < count; i++) {
            next = next + 1 < size ? next + 1 : 0;
            fired += adopted.get(next).evaluateNow() ? 1 : 0;
        }
        demanded -= count;
        return fired;
    }

    /** For how long the pump may sleep: not at all while conditions are still to be asked. */
    long sleepNs() {
        return demanded > 0 ? 0 : intervalNs;
    }

    void forEach(Consumer<PumpedHook> action) {
        adopted.forEach(action);
    }

    // -- any thread

    void onRegistered() {
        registered.incrementAndGet();
    }

    void onEnded() {
        registered.decrementAndGet();
    }

    /** Hooks that belong to the pump, those not handed to it yet and those about to end included. Any thread. */
    int registered() {
        return registered.get();
    }
}
