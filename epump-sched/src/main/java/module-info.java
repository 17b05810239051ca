/**
 * Event slots, rings, workers and the choice among them. Programs meet a few of its types in the settings and reports of
 * {@code io.epump}, which hands them on.
 */
module io.epump.sched {
    requires com.lmax.disruptor;
    requires static jdk.jfr; // for those who record

    exports io.epump.sched;
}
