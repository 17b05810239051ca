package io.ejet.script;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives each name that the scripts of one configuration set or ask for a place, so that no request looks a name up. For the thread
 * that loads the configuration; what is published is the count.
 */
public final class LocalNames {
    /** A place where nothing is ever set. */
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final boolean isOfScripts;
    private final Map<String, Integer> slots = new HashMap<>();
    private final BitSet assigned = new BitSet();
    private final List<Undefined> asked = new ArrayList<>();

    /** A reference that nothing but a local variable can answer. */
    private record Undefined(int slot, Runnable warning) {}

    /** No names. */
    public LocalNames() {
        this(true);
    }

    private LocalNames(boolean isOfScripts) {
        this.isOfScripts = isOfScripts;
    }

    /**
     * For a template that belongs to no configuration: no script of a request has set what it refers to.
     *
     * @return names that have no places
     */
    public static LocalNames none() {
        return new LocalNames(false);
    }

    /** The place of a name. */
    int slot(String name) {
        if (!isOfScripts) {
            return NOWHERE;
        }
        return slots.computeIfAbsent(name.toLowerCase(Locale.ROOT), unknown -> slots.size());
    }

    /** The name that has a place. */
    String name(int slot) {
        return slots.entrySet().stream()
                .filter(entry -> entry.getValue() == slot)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    /** The place of a name that a script sets. */
    int assignedSlot(String name) {
        int slot = slot(name);
        assigned.set(slot);
        return slot;
    }

    /** A name is asked for that is neither a variable nor a setting. */
    void noteAsked(int slot, Runnable warning) {
        asked.add(new Undefined(slot, warning));
    }

    /** Everything is compiled: warns of what is asked for and never set. */
    public void warnOfUndefined() {
        for (Undefined reference : asked) {
            if (!assigned.get(reference.slot)) {
                reference.warning.run();
            }
        }
    }

    /**
     * How many places there are.
     *
     * @return the count
     */
    public int count() {
        return slots.size();
    }
}
