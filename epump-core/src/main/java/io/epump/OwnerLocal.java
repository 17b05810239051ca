package io.epump;

import io.epump.sched.Owner;
import java.util.List;
import java.util.function.Supplier;

/**
 * A value for each pump and each worker of a system, made when it is first asked for: caches, scratch buffers and counters
 * that their owner alone touches. It goes by the owner whose turn runs, not by the thread, as everything here does.
 *
 * <p>Threading: {@link #get} on an owner of the system. Each slot has one writer and one reader, its owner.
 *
 * @param <T> what each owner has
 */
public final class OwnerLocal<T> {
    private final List<Owner> owners;
    private final int pumps;
    private final Supplier<? extends T> maker;
    private final Object[] values;

    /**
     * No value yet.
     *
     * @param system whose owners
     * @param maker makes a value, on the owner that asks first
     */
    public OwnerLocal(EPump system, Supplier<? extends T> maker) {
        this.owners = system.owners();
        this.pumps = system.config().pumps();
        this.maker = maker;
        this.values = new Object[owners.size()];
    }

    /**
     * The running owner's value.
     *
     * @return the value
     * @throws IllegalStateException outside the turn of an owner of the system
     */
    @SuppressWarnings("unchecked") // only the maker fills the slots
    public T get() {
        int index = runningIndex();
        Object value = values[index];
        if (value == null) {
            value = maker.get();
            values[index] = value;
        }
        return (T) value;
    }

    private int runningIndex() {
        Owner current = Owner.current();
        if (current != null) {
            int index = current.index();
            if (index < pumps && owners.get(index) == current) {
                return index;
            }
            if (pumps + index < owners.size() && owners.get(pumps + index) == current) {
                return pumps + index;
            }
        }
        throw new IllegalStateException("owner=" + current + " is not of this system");
    }
}
