package io.epump.sched;

import java.util.Arrays;

/**
 * The queue of an owner that sends events to itself: a pump in a system without workers. Grows to the largest turn and
 * stays there.
 *
 * <p>Threading: the owner's own. Bounds: device and timer events are bounded by construction, one per type and source.
 */
public final class EventFifo {
    private IOEvent[] slots;
    private int head;
    private int size;

    /**
     * An empty queue.
     *
     * @param initialSlots a power of two
     */
    public EventFifo(int initialSlots) {
        if (Integer.bitCount(initialSlots) != 1) {
            throw new IllegalArgumentException("initialSlots=" + initialSlots + " is not a power of two");
        }
        slots = fill(new IOEvent[initialSlots]);
    }

    /**
     * Adds an event at the end.
     *
     * @param source to whom it happened
     * @param code what happened
     * @param stamp the epoch it is raised for
     */
    public void add(EventSource source, int code, long stamp) {
        if (size == slots.length) {
            grow();
        }
        slots[(head + size) & (slots.length - 1)].set(source, code, stamp, null);
        size++;
    }

    private void grow() {
        IOEvent[] larger = Arrays.copyOf(slots, slots.length * 2);
        for (int i = 0; i < size; i++) {
            larger[i] = slots[(head + i) & (slots.length - 1)];
        }
        head = 0;
        slots = larger;
        Arrays.fill(slots, size, slots.length, null);
        fill(slots);
    }

    private static IOEvent[] fill(IOEvent[] slots) {
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                slots[i] = new IOEvent();
            }
        }
        return slots;
    }

    /**
     * Takes the oldest event.
     *
     * @param into where it goes
     * @return false when the queue is empty
     */
    public boolean poll(IOEvent into) {
        if (size == 0) {
            return false;
        }
        into.moveFrom(slots[head]);
        head = (head + 1) & (slots.length - 1);
        size--;
        return true;
    }

    /**
     * How many events wait.
     *
     * @return the count
     */
    public int size() {
        return size;
    }
}
