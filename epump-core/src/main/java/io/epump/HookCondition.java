package io.epump;

/**
 * The condition of an {@link EventHook}.
 *
 * <p>Threading: on the hook's pump, at most once each turn, never while the hook's callback runs or is on its way; what either
 * has written the other sees. It must neither block nor compute much: all devices of its pump wait for it.
 */
@FunctionalInterface
public interface HookCondition {
    /**
     * Asks whether the callback is to be called.
     *
     * @param context the hook's
     * @return what the callback is to get as payload, or null when the condition is not met
     * @throws Exception to give the hook up
     */
    Object evaluate(Object context) throws Exception;
}
