package io.epump.pump;

import java.util.function.Consumer;
import org.eclipse.collections.impl.map.mutable.primitive.LongObjectHashMap;

/** The devices of one pump by id. Pump only. */
final class DeviceTable {
    private final LongObjectHashMap<PumpedDevice> byId = new LongObjectHashMap<>();

    void add(PumpedDevice device) {
        byId.put(device.id(), device);
    }

    void remove(PumpedDevice device) {
        byId.remove(device.id());
    }

    int size() {
        return byId.size();
    }

    boolean isEmpty() {
        return byId.isEmpty();
    }

    void forEach(Consumer<PumpedDevice> action) {
        byId.forEachValue(action::accept);
    }

    void describe(StringBuilder into, int max) {
        int listed = 0;
        for (PumpedDevice device : byId) {
            if (listed++ == max) {
                into.append("  ... and ")
                        .append(byId.size() - max)
                        .append(" more")
                        .append(System.lineSeparator());
                return;
            }
            into.append("  ").append(device.describe()).append(System.lineSeparator());
        }
    }
}
