package io.epump;

import io.epump.buffer.BufferPool;
import io.epump.metrics.PumpCounter;
import io.epump.pump.Pump;
import io.epump.sched.Owner;
import io.epump.sched.OwnerCounter;
import io.epump.sched.Worker;
import io.epump.sched.WorkerLoad;
import io.epump.sched.WorkerPool;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of a system at one moment. Immutable. Each is right for itself; two of them may be a moment apart.
 *
 * @param upNs since when the system is there, in nanoseconds
 * @param pumps one for each pump
 * @param workers one for each worker
 * @param slowCallbacks callbacks reported as slow since the start
 * @param openingsRefused times that {@link EPumpConfig.Builder#maxDescriptors} was in the way of opening or accepting
 */
public record EPumpStatistics(
        long upNs, List<PumpFigures> pumps, List<WorkerFigures> workers, long slowCallbacks, long openingsRefused) {
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
            Map<PumpCounter, Long> counts) {
        /**
         * Turns of its loop.
         *
         * @return the count
         */
        public long turns() {
            return owner.get(OwnerCounter.TURNS);
        }

        /**
         * Time in select, waiting included.
         *
         * @return nanoseconds
         */
        public long selectNs() {
            return counts.get(PumpCounter.SELECT_NS);
        }

        /**
         * Time expiring timers and evaluating hooks.
         *
         * @return nanoseconds
         */
        public long timersNs() {
            return counts.get(PumpCounter.TIMERS_NS);
        }

        /**
         * Time running events: only in a system without workers.
         *
         * @return nanoseconds
         */
        public long eventsNs() {
            return counts.get(PumpCounter.CALLBACKS_NS);
        }

        /**
         * Time with the mailbox, registering and closing included.
         *
         * @return nanoseconds
         */
        public long mailboxNs() {
            return counts.get(PumpCounter.MAILBOX_NS);
        }

        /**
         * The longest turn, waiting excluded.
         *
         * @return nanoseconds
         */
        public long longestTurnNs() {
            return counts.get(PumpCounter.LONGEST_TURN_NS);
        }
    }

    /**
     * Figures of a worker.
     *
     * @param name its name
     * @param load how loaded it was when that was last looked at, within the last tenth of a second
     * @param queued events on their way to it
     * @param eventsHandled callbacks it has run
     * @param pinned live devices pinned to it
     * @param busyNs time it has spent in callbacks, in nanoseconds
     * @param busyShare that, of the time that the system is there, 0 to 1
     * @param longestCallbackNs its longest callback, in nanoseconds
     * @param spilled events that found its ring full
     * @param userEvents user events under way to it
     * @param buffersInUse buffers of its pool that are not released
     * @param owner what every owner counts
     */
    public record WorkerFigures(
            String name,
            WorkerLoad load,
            long queued,
            long eventsHandled,
            int pinned,
            long busyNs,
            double busyShare,
            long longestCallbackNs,
            long spilled,
            int userEvents,
            long buffersInUse,
            Map<OwnerCounter, Long> owner) {}

    static EPumpStatistics of(EPump system, List<Pump> pumps, WorkerPool workers, long nowNs) {
        long upNs = nowNs - system.madeNs();
        List<WorkerFigures> ofWorkers = new ArrayList<>();
        for (int i = 0; workers != null && i < workers.size(); i++) {
            ofWorkers.add(ofWorker(workers.worker(i), workers.load(i), upNs, nowNs));
        }
        return new EPumpStatistics(
                upNs,
                pumps.stream().map(EPumpStatistics::ofPump).toList(),
                List.copyOf(ofWorkers),
                system.slowCallbacks(),
                system.descriptors().refused());
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

    private static WorkerFigures ofWorker(Worker worker, WorkerLoad load, long upNs, long nowNs) {
        long busyNs = worker.busyNs(nowNs);
        return new WorkerFigures(
                worker.name(),
                load,
                worker.queued(),
                worker.eventsHandled(),
                worker.pinnedSources(),
                busyNs,
                upNs <= 0 ? 0 : Math.min(1, busyNs / (double) upNs),
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
     * Readiness that found an event of its type under way already.
     *
     * @return the count
     */
    public long coalesced() {
        return sum(PumpCounter.COALESCED);
    }

    /**
     * Events dropped because they had become void on their way.
     *
     * @return the count
     */
    public long stale() {
        return sum(OwnerCounter.STALE);
    }

    /**
     * Events that found a worker's ring full and waited beside it.
     *
     * @return the count
     */
    public long spilled() {
        return workers.stream().mapToLong(WorkerFigures::spilled).sum();
    }

    /**
     * Sleepers that pumps and workers have woken, each by a system call.
     *
     * @return the count
     */
    public long wakeups() {
        return sum(OwnerCounter.WAKEUPS_SENT);
    }

    /**
     * Times a listener was paused, mostly for want of descriptors.
     *
     * @return the count
     */
    public long acceptPauses() {
        return sum(PumpCounter.ACCEPT_PAUSES);
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
