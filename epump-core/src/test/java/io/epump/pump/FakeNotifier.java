package io.epump.pump;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/** A level-triggered notifier without sockets: a test says what is ready, and sees what was armed and how it was waited. */
final class FakeNotifier implements Notifier {
    final Map<PumpedDevice, Integer> armed = new LinkedHashMap<>();
    final Map<PumpedDevice, Integer> ready = new LinkedHashMap<>();
    final List<Long> timeoutsMs = new ArrayList<>();
    final Map<PumpedDevice, List<Integer>> armings = new HashMap<>();

    /** Run once inside a select that may block, each: what happens while the pump sleeps. */
    final Queue<Runnable> whileAsleep = new ArrayDeque<>();

    /** Run in each registration. */
    Runnable atAdd = () -> {};

    int wakeups;
    int rebuilds;
    boolean refuseAdd;

    /** Takes no notes, so that it allocates nothing. */
    boolean quiet;

    boolean cancelledBehindBack;

    @Override
    public int select(long timeoutMs, ReadyHandler handler) {
        if (quiet) {
            return 0;
        }
        timeoutsMs.add(timeoutMs);
        if (timeoutMs != 0 && !whileAsleep.isEmpty()) {
            whileAsleep.poll().run();
        }
        int count = 0;
        for (Map.Entry<PumpedDevice, Integer> entry : List.copyOf(ready.entrySet())) {
            int told = entry.getValue() & armed.getOrDefault(entry.getKey(), 0);
            if (told != 0) {
                handler.onReady(entry.getKey(), told);
                count++;
            }
        }
        return count;
    }

    @Override
    public void wakeup() {
        wakeups++;
    }

    @Override
    public void add(PumpedDevice device, int interest) throws IOException {
        if (refuseAdd) {
            throw new IOException("refused by the test");
        }
        atAdd.run();
        device.registration = this;
        note(device, interest);
    }

    @Override
    public boolean arm(PumpedDevice device, int interest) {
        note(device, interest);
        return !cancelledBehindBack;
    }

    private void note(PumpedDevice device, int interest) {
        if (quiet) {
            return;
        }
        armed.put(device, interest);
        armings.computeIfAbsent(device, d -> new ArrayList<>()).add(interest);
    }

    @Override
    public void remove(PumpedDevice device) {
        device.registration = null;
        armed.remove(device);
    }

    @Override
    public String rebuild() {
        rebuilds++;
        return " " + armed.size() + " devices";
    }

    @Override
    public void close() {
        armed.clear();
    }

    long lastTimeoutMs() {
        return timeoutsMs.get(timeoutsMs.size() - 1);
    }
}
