package io.epump.pump;

import java.util.ArrayList;
import java.util.List;

/**
 * Devices that are watched no longer and wait for one select: only there NIO gives their descriptors back, and only then
 * their channels may be closed. Pump only.
 */
final class Retirement {
    private List<PumpedDevice> waiting = new ArrayList<>();
    private List<PumpedDevice> ending = new ArrayList<>();

    void add(PumpedDevice device) {
        waiting.add(device);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** A select has passed. What is closed here may bring others to retire; these wait for the next select. */
    void onSelected() {
        if (waiting.isEmpty()) {
            return;
        }
        List<PumpedDevice> selected = waiting;
        waiting = ending;
        ending = selected;
        for (PumpedDevice device : selected) {
            device.dispose();
        }
        selected.clear();
    }
}
