package io.ejet.script;

import java.util.List;
import java.util.stream.Stream;

/**
 * The scripts of a host or a location. Immutable; any thread.
 *
 * @param onRequest run to find out who answers, in their order
 * @param onReply run when an answer is about to be sent, in their order
 */
public record Scripts(List<Script> onRequest, List<Script> onReply) {
    /** No scripts. */
    public static final Scripts NONE = new Scripts(List.of(), List.of());

    /** Copies what could be changed from outside. */
    public Scripts {
        onRequest = List.copyOf(onRequest);
        onReply = List.copyOf(onReply);
    }

    /**
     * These, then others.
     *
     * @param inner the others
     * @return both
     */
    public Scripts then(Scripts inner) {
        return new Scripts(both(onRequest, inner.onRequest), both(onReply, inner.onReply));
    }

    private static List<Script> both(List<Script> first, List<Script> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /**
     * Whether there is none.
     *
     * @return true if so
     */
    public boolean isEmpty() {
        return onRequest.isEmpty() && onReply.isEmpty();
    }

    /**
     * Whether one of those for an answer may add to its body.
     *
     * @return true if so
     */
    public boolean mayAddToBody() {
        for (int i = 0; i < onReply.size(); i++) { // asked for each request
            if (onReply.get(i).mayAddToBody()) {
                return true;
            }
        }
        return false;
    }
}
