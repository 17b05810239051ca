package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Pump;
import io.epump.pump.PumpedHook;
import java.util.Objects;

/**
 * A condition that a pump evaluates with each of its turns, and a callback for when it is met: for what no descriptor and no
 * deadline tells, such as a queue or a flag of another library.
 *
 * <p>Threading: {@link #signal}, {@link #close} and {@link #isClosed} from any thread. The condition runs on the hook's pump. The
 * callback runs there too when there are no workers; else on one worker, chosen when the condition is first met, so that it may
 * block. While it runs or is on its way the condition is not asked.
 *
 * <p>Lifecycle: {@link EPump#addHook}, then until {@link #close}. Met again and again it is called again and again, as READ is
 * while something can be read. An exception of condition or callback is reported and gives the hook up: INVALID_DEV, then close;
 * so does the end of the system.
 *
 * <p>Bounds: a pump asks at most 64 conditions a turn, in rotation, each once, and looks at its devices and timers between any two
 * turns. While it has a hook it sleeps {@code hookInterval} at most. A condition that is always met keeps its pump awake.
 */
@SuppressWarnings("exports") // PumpedHook is the inside of a hook; what it has for programs is public here
public final class EventHook extends PumpedHook implements IOSource {
    private final HookRegistry registry;
    private final int id;
    private final HookCondition condition;
    private final IOHandler handler;
    private final Object context;

    EventHook(HookRegistry registry, Pump pump, int id, HookRegistry.Key key) {
        super(pump);
        this.registry = registry;
        this.id = id;
        this.condition = key.condition();
        this.handler = Objects.requireNonNull(key.handler(), "handler");
        this.context = key.context();
    }

    void open() {
        handOver();
    }

    void abandonOpening() {
        abandon();
    }

    /**
     * Makes the pump evaluate the condition soon, also when it sleeps. Safe from any thread. What the caller has written before,
     * the condition sees. Does nothing on a hook that is closed.
     */
    public void signal() {
        if (!isClosed()) {
            demand();
        }
    }

    @Override
    protected Object evaluate() throws Exception {
        return condition.evaluate(context);
    }

    @Override
    protected void fire(int code, Object payload) throws Exception {
        if (code == EventCodes.INVALID_DEV) {
            handler.onEvent(context, this, IOEventType.INVALID_DEV, FdType.USERCMD);
        } else {
            handler.onUserEvent(context, this, id, payload);
        }
    }

    @Override
    protected void onEnded() {
        registry.remove(this);
    }

    /**
     * What the condition has answered. Owner only, in the callback.
     *
     * @return the payload of the running event
     */
    public Object result() {
        return met();
    }

    HookRegistry.Key key() {
        return new HookRegistry.Key(pump().index(), condition, handler, context);
    }

    /** From 10000: it is also the code of the hook's events. */
    @Override
    public long id() {
        return id;
    }

    @Override
    public Object context() {
        return context;
    }

    @Override
    public String toString() {
        return "hook " + id + " on " + pump();
    }
}
