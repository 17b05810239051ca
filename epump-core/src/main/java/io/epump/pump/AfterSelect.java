package io.epump.pump;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Devices that are watched no longer and wait for one select, since only there NIO ends their keys: then a channel may be closed,
 * which gives the descriptor back, or go to another selector. Pump only.
 */
final class AfterSelect {
    private final Pump pump;
    private final Consumer<PumpedDevice> action;
    private List<PumpedDevice> waiting = new ArrayList<>();
    private List<PumpedDevice> ending = new ArrayList<>();

    /** A list whose devices all get the same done. */
    AfterSelect(Pump pump, Consumer<PumpedDevice> action) {
        this.pump = pump;
        this.action = action;
    }

    void add(PumpedDevice device) {
        waiting.add(device);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A select has passed. What is done here may bring others to wait; these wait for the next select. */
    void onSelected() {
        if (waiting.isEmpty()) {
            return;
        }
        List<PumpedDevice> selected = waiting;
        waiting = ending;
        ending = selected;
        for (PumpedDevice device : selected) {
            try {
                action.accept(device);
            } catch (Throwable failure) { // of one device: the others must not suffer
                pump.onFailure(device, failure);
            }
        }
        selected.clear();
    }
}
