package io.epump.pump;

import io.epump.metrics.PumpCounter;
import io.epump.sched.FlightRecording;
import java.io.IOException;

/**
 * Keeps a listener disarmed for a while after accept has failed: with no descriptor left, a level-triggered notifier would
 * tell the same connection again and again.
 *
 * <p>Threading: {@link #request} by whoever runs the ACCEPT callback, before the in-flight bit is cleared and the listener
 * marked dirty; the rest by the pump.
 */
public final class AcceptPause {
    static {
        if (FlightRecording.isPossible()) {
            AcceptPauseEvent.load();
        }
    }

    private final PumpedDevice listener;
    private final Runnable rearm;
    private final End end = new End();

    // pump
    private AcceptPauseEvent recorded;

    /**
     * Why there is to be a pause, null when there is not: set by the running ACCEPT callback, cleared by the pump. One volatile word,
     * so that nobody can see the request without its cause. Should a pause end between a request and the look at it, the listener
     * is armed, its next accept fails and asks again.
     */
    private volatile IOException cause;

    private final class End extends PumpTimer {
        @Override
        void onExpired(long nowNs) {
            cause = null;
            endRecord();
            rearm.run();
        }
    }

    /**
     * No pause yet.
     *
     * @param listener who may have to pause
     * @param rearm arms the listener afresh, on the pump
     */
    public AcceptPause(PumpedDevice listener, Runnable rearm) {
        this.listener = listener;
        this.rearm = rearm;
    }

    /**
     * Accept has failed: pause.
     *
     * @param failure why
     */
    public void request(IOException failure) {
        cause = failure;
    }

    /**
     * Whether the listener is to stay disarmed; starts the pause when it was just asked for. Pump only.
     *
     * @return true during a pause
     */
    public boolean isOn() {
        IOException requestedFor = cause;
        if (requestedFor == null) {
            return false;
        }
        Pump pump = listener.pump();
        if (!end.isStarted()) {
            pump.count(PumpCounter.ACCEPT_PAUSES);
            recorded = FlightRecording.isOn() ? AcceptPauseEvent.begun(listener, requestedFor) : null;
            pump.timers().start(end, pump.clock().nanoTime() + pump.setup().acceptPauseNs());
        }
        return true;
    }

    /** The listener ends. Pump only. */
    public void stop() {
        listener.pump().timers().stop(end);
        endRecord();
    }

    private void endRecord() {
        if (recorded != null) {
            recorded.commit();
            recorded = null;
        }
    }
}
