package io.epump.pump;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chooses the least loaded pump: 500 points for its share of the devices, 100 for its share of the timers, 400 for its
 * share of the last second's events; a term whose divisor is zero counts as zero; equals rotate. Any thread: it reads
 * snapshots only, and a choice that is a little off does no harm.
 */
public final class PumpChoice {
    private static final int DEVICE_POINTS = 500;
    private static final int TIMER_POINTS = 100;
    private static final int EVENT_POINTS = 400;

    private final Pump[] pumps;
    private final AtomicInteger rotation = new AtomicInteger();

    /**
     * A choice between pumps.
     *
     * @param pumps all pumps of a system
     */
    public PumpChoice(Pump[] pumps) {
        this.pumps = pumps.clone();
    }

    /**
     * The least loaded pump.
     *
     * @param nowNs the time now
     * @return one of the pumps
     */
    public Pump leastLoaded(long nowNs) {
        if (pumps.length == 1) {
            return pumps[0];
        }
        long devices = 0;
        long timers = 0;
        long events = 0;
        for (Pump pump : pumps) {
            devices += pump.load().devicesAssigned();
            timers += pump.load().timers();
            events += pump.load().eventsLastSecond(nowNs);
        }
        int first = Math.floorMod(rotation.getAndIncrement(), pumps.length);
        Pump least = null;
        long leastPoints = Long.MAX_VALUE;
        for (int i = 0; i < pumps.length; i++) {
            Pump pump = pumps[(first + i) % pumps.length];
            PumpLoad load = pump.load();
            long points = share(DEVICE_POINTS, load.devicesAssigned(), devices)
                    + share(TIMER_POINTS, load.timers(), timers)
                    + share(EVENT_POINTS, load.eventsLastSecond(nowNs), events);
            if (points < leastPoints) {
                least = pump;
                leastPoints = points;
            }
        }
        return least;
    }

    private static long share(int points, long part, long whole) {
        return whole == 0 ? 0 : points * part / whole;
    }
}
