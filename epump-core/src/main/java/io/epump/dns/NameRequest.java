package io.epump.dns;

import io.epump.sched.EventSource;
import io.epump.sched.Owner;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One who asks for a name: an event that goes to the resolver's pump, and comes back to the asker's owner with the answer.
 *
 * <p>Threading: made by the asker; {@link #onEvent} on the owner that each event was sent to, which orders everything else.
 */
final class NameRequest extends EventSource {
    private static final int ASK = 0;
    private static final int FIRST = 1;
    private static final int ANSWER = 2;

    private static final VarHandle CLAIMED;

    static {
        try {
            CLAIMED = MethodHandles.lookup().findVarHandle(NameRequest.class, "claimed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Resolver resolver;
    private final String name;
    private final NameHandler handler;
    private final Object context;

    /** Whose turn was running when the name was asked for; null for a foreign thread. */
    private final Owner asker;

    /**
     * Changed once, by compare and set: by the resolver's pump that takes the request up, or by the asker who finds that this
     * pump has ended. See {@link Resolver#onPumpEnd}.
     */
    @SuppressWarnings("unused") // through CLAIMED
    private volatile boolean claimed;

    /** Answered, or among those who wait. Resolver's pump only. */
    private boolean taken;

    NameRequest(Resolver resolver, String name, NameHandler handler, Object context, Owner asker) {
        this.resolver = resolver;
        this.name = name;
        this.handler = handler;
        this.context = context;
        this.asker = asker;
    }

    String name() {
        return name;
    }

    /** Whoever gets true is the one to deal with the request. */
    boolean claim() {
        return CLAIMED.compareAndSet(this, false, true);
    }

    void ask(Owner pump) {
        pump.post(this, ASK, 0, null);
    }

    void onTaken() {
        taken = true;
    }

    boolean isTaken() {
        return taken;
    }

    /** Sends what is known so far to the asker. Resolver's pump only. */
    void tellFirst(NameAnswer part) {
        answerer().post(this, FIRST, 0, part);
    }

    /** Sends the answer to the asker. Resolver's pump only. */
    void tell(NameAnswer answer) {
        taken = true;
        answerer().post(this, ANSWER, 0, answer);
    }

    /** The same one for both, so that they come in order. */
    private Owner answerer() {
        return asker != null ? asker : pin() != null ? pin() : resolver.foreignAnswerer(this);
    }

    @Override
    protected void onEvent(Owner owner, int code, long stamp, Object payload) {
        if (code == ASK) {
            if (claim()) {
                resolver.onAsked(this);
            }
            return;
        }
        try {
            if (code == FIRST) {
                handler.onFirst(context, (NameAnswer) payload);
            } else {
                handler.onName(context, (NameAnswer) payload);
            }
        } catch (Exception failure) {
            owner.onFailure(this, failure);
        }
    }

    @Override
    public String toString() {
        return "the search for " + name;
    }
}
