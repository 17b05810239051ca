package io.epump;

import io.epump.pump.Pump;
import io.epump.pump.PumpChoice;
import io.epump.pump.PumpedSource;
import io.epump.sched.EventSource;
import io.epump.sched.NanoClock;
import io.epump.sched.Owner;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the pump, or the pumps, that a {@link Bind} means.
 *
 * <p>Threading: any thread; it keeps nothing but what {@link PumpChoice} does.
 */
final class PumpBinding {
    private final List<Pump> pumps;

    /** Those that listen; all of them, unless some are set apart for that. */
    private final List<Pump> accepting;

    /** Those that do the rest. */
    private final List<Pump> serving;

    private final PumpChoice leastAccepting;
    private final PumpChoice leastServing;
    private final boolean canSpread;
    private final NanoClock clock;

    PumpBinding(EPumpConfig config, Pump[] pumps, NanoClock clock) {
        int acceptors = config.acceptors();
        this.pumps = List.of(pumps);
        this.clock = clock;
        Pump[] first = acceptors == 0 ? pumps : Arrays.copyOf(pumps, acceptors);
        accepting = List.of(first);
        leastAccepting = new PumpChoice(first);
        Pump[] others = Arrays.copyOfRange(pumps, acceptors, pumps.length);
        serving = List.of(others);
        leastServing = new PumpChoice(others);
        canSpread = config.reusePort() && Listening.canSpread();
    }

    /** One pump for each socket of a listener that is to be opened. */
    List<Pump> listening(Bind bind) {
        return switch (bind.kind()) {
            case NEW_FOR_EACH -> canSpread ? accepting : accepting.subList(0, 1);
            case ALL -> accepting;
            case ONE -> List.of(leastAccepting.leastLoaded(clock.nanoTime()));
            case GIVEN, CURRENT -> List.of(one(bind));
        };
    }

    /** One pump for each UDP socket that is to receive. */
    List<Pump> receiving(Bind bind) {
        return switch (bind.kind()) {
            case NEW_FOR_EACH -> canSpread ? serving : List.of(leastLoaded());
            case ALL -> serving;
            default -> List.of(one(bind));
        };
    }

    /** Whether the connections of listeners so bound go to pumps of their own, not to the listeners'. */
    boolean spreadsAccepted(Bind bind, EPumpConfig config) {
        boolean alone = bind.kind() == Bind.Kind.NEW_FOR_EACH && !canSpread;
        return alone || config.spreadAccepted() || config.acceptors() > 0;
    }

    /** The pump for a single device. */
    Pump one(Bind bind) {
        return switch (bind.kind()) {
            case ONE -> leastLoaded();
            case GIVEN -> given(bind.pump());
            case CURRENT -> current();
            case ALL, NEW_FOR_EACH ->
                throw new IllegalArgumentException("bind=" + bind + " is for listeners: a single device has one pump");
        };
    }

    private Pump given(int number) {
        if (number >= pumps.size()) {
            throw new IllegalArgumentException("pump=" + number + " is none of " + pumps.size());
        }
        return pumps.get(number);
    }

    /** The pump that runs, the one of the event that runs, or the least loaded one. */
    Pump current() {
        Owner current = Owner.current();
        if (current instanceof Pump pump && isMine(pump)) {
            return pump;
        }
        EventSource running = current == null ? null : current.runningSource();
        if (running instanceof PumpedSource source && isMine(source.pump())) {
            return source.pump();
        }
        return leastLoaded();
    }

    /** The pump for a device that the program opens without saying where: the current one, if that serves. */
    Pump opening() {
        Pump current = current();
        return serving.contains(current) ? current : leastLoaded();
    }

    Pump leastLoaded() {
        return leastServing.leastLoaded(clock.nanoTime());
    }

    private boolean isMine(Pump pump) {
        return pump.index() < pumps.size() && pumps.get(pump.index()) == pump;
    }
}
