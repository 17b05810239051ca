package intruder;

/** Reaches for what is not exported. */
final class Intruder {
    private final Class<?> pump = io.epump.pump.Pump.class;
    private final Class<?> tree = io.epump.timer.TimerTree.class;
}
