package io.epump;

import io.epump.pump.EventCodes;
import io.epump.pump.Pump;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The hooks of a system, so that the same one registered twice is one: same pump and, as objects, same condition, handler and
 * context.
 *
 * <p>Threading: any; registering is rare and locks a bucket of the map.
 */
final class HookRegistry {
    private final ConcurrentHashMap<Key, EventHook> hooks = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger(EventCodes.USER);

    /** What makes two hooks the same. Compares identities: a program's equals is none of ours. */
    static final class Key {
        private final int pump;
        private final HookCondition condition;
        private final IOHandler handler;
        private final Object context;

        Key(int pump, HookCondition condition, IOHandler handler, Object context) {
            this.pump = pump;
            this.condition = Objects.requireNonNull(condition, "condition");
            this.handler = Objects.requireNonNull(handler, "handler");
            this.context = context;
        }

        HookCondition condition() {
            return condition;
        }

        IOHandler handler() {
            return handler;
        }

        Object context() {
            return context;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && key.pump == pump
                    && key.condition == condition
                    && key.handler == handler
                    && key.context == context;
        }

        @Override
        public int hashCode() {
            return 31 * (31 * (31 * pump + System.identityHashCode(condition)) + System.identityHashCode(handler))
                    + System.identityHashCode(context);
        }
    }

    /**
     * The open hook of that key, or a new one, which is opened before anybody else can find it: whoever closed it in between
     * would close what nobody hands over.
     *
     * @param key what it is known by
     * @param pump its pump
     * @param open opens a new one; must not come back here
     */
    EventHook hook(Key key, Pump pump, Consumer<EventHook> open) {
        return hooks.compute(key, (same, old) -> {
            if (old != null && !old.isClosed()) {
                return old;
            }
            EventHook hook = new EventHook(this, pump, ids.getAndIncrement(), same);
            open.accept(hook);
            return hook;
        });
    }

    /** A closed hook is forgotten, unless another has taken its place. */
    void remove(EventHook closed) {
        hooks.remove(closed.key(), closed);
    }
}
