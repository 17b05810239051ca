package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.pump.Pump;
import io.epump.pump.PumpCounter;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import io.epump.sched.Worker;
import io.epump.sched.WorkerPool;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a system at one moment. Immutable. Each is right for itself; two of them may be a moment apart.
 *
 * @param pumps one for each pump
 * @param workers one for each worker
 * @param slowCallbacks callbacks reported as slow since the start
 */
public record EPumpStatistics(List<PumpFigures> pumps, List<WorkerFigures> workers, long slowCallbacks) {
    /**
     * Figures of a pump.
     *
     * @param name its name
     * @param devices devices under watch
     * @param devicesAssigned devices that belong to it, those about to be watched or closed included
     * @param timers deadlines in its tree
     * @param eventsHandled callbacks it has run itself
     * @param buffersInUse buffers of its pool that are not released
     * @param owner what every owner counts
     * @param counts what a pump counts
     */
    public record PumpFigures(
            String name,
            int devices,
            int devicesAssigned,
            int timers,
            long eventsHandled,
            long buffersInUse,
            Map<OwnerCounter, Long> owner,
            Map<PumpCounter, Long> counts) {}

    /**
     * Figures of a worker.
     *
     * @param name its name
     * @param queued events on their way to it
     * @param eventsHandled callbacks it has run
     * @param pinned live devices pinned to it
     * @param busyNs time it has spent in callbacks, in nanoseconds
     * @param longestCallbackNs its longest callback, in nanoseconds
     * @param spilled events that found its ring full
     * @param userEvents user events under way to it
     * @param buffersInUse buffers of its pool that are not released
     * @param owner what every owner counts
     */
    public record WorkerFigures(
            String name,
            long queued,
            long eventsHandled,
            int pinned,
            long busyNs,
            long longestCallbackNs,
            long spilled,
            int userEvents,
            long buffersInUse,
            Map<OwnerCounter, Long> owner) {}

    static EPumpStatistics of(List<Pump> pumps, WorkerPool workers, long slowCallbacks, long nowNs) {
        List<WorkerFigures> ofWorkers = new ArrayList<>();
        for (int i = 0; workers != null && i < workers.size(); i++) {
            ofWorkers.add(ofWorker(workers.worker(i), nowNs));
        }
        return new EPumpStatistics(
                pumps.stream().map(EPumpStatistics::ofPump).toList(), List.copyOf(ofWorkers), slowCallbacks);
    }

    private static PumpFigures ofPump(Pump pump) {
        Map<PumpCounter, Long> counts = new EnumMap<>(PumpCounter.class);
        for (PumpCounter counter : PumpCounter.values()) {
            counts.put(counter, pump.pumpCounters().get(counter));
        }
        return new PumpFigures(
                pump.name(),
                pump.load().devices(),
                pump.load().devicesAssigned(),
                pump.load().timers(),
                pump.eventsHandled(),
                buffersInUse(pump),
                ownerCounts(pump),
                Map.copyOf(counts));
    }

    private static WorkerFigures ofWorker(Worker worker, long nowNs) {
        return new WorkerFigures(
                worker.name(),
                worker.queued(),
                worker.eventsHandled(),
                worker.pinnedSources(),
                worker.busyNs(nowNs),
                worker.longestCallbackNs(),
                worker.spilled(),
                worker.userEventsPending(),
                buffersInUse(worker),
                ownerCounts(worker));
    }

    private static long buffersInUse(Owner owner) {
        return ((BufferPool) owner.attachment()).inUse();
    }

    private static Map<OwnerCounter, Long> ownerCounts(Owner owner) {
        Map<OwnerCounter, Long> counts = new EnumMap<>(OwnerCounter.class);
        for (OwnerCounter counter : OwnerCounter.values()) {
            counts.put(counter, owner.counters().get(counter));
        }
        return Map.copyOf(counts);
    }

    /**
     * Devices of all pumps, those about to be watched or closed included.
     *
     * @return the count
     */
    public int devices() {
        return pumps.stream().mapToInt(PumpFigures::devicesAssigned).sum();
    }

    /**
     * Deadlines of all pumps.
     *
     * @return the count
     */
    public int timers() {
        return pumps.stream().mapToInt(PumpFigures::timers).sum();
    }

    /**
     * Buffers in use, all pools together.
     *
     * @return the count
     */
    public long buffersInUse() {
        return pumps.stream().mapToLong(PumpFigures::buffersInUse).sum()
                + workers.stream().mapToLong(WorkerFigures::buffersInUse).sum();
    }

    /**
     * One of the pumps' counts, summed.
     *
     * @param what which
     * @return the sum
     */
    public long sum(PumpCounter what) {
        return pumps.stream().mapToLong(pump -> pump.counts().get(what)).sum();
    }

    /**
     * One of the owners' counts, summed over pumps and workers.
     *
     * @param what which
     * @return the sum
     */
    public long sum(OwnerCounter what) {
        return pumps.stream().mapToLong(pump -> pump.owner().get(what)).sum()
                + workers.stream().mapToLong(worker -> worker.owner().get(what)).sum();
    }
}
