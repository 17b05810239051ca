package io.ejet.server;

import io.ejet.script.Captures;
import io.ejet.script.FileTest;
import io.ejet.script.ScriptException;
import io.ejet.script.ScriptRun;
import io.ejet.script.Variable;
import io.ejet.script.Worth;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What the access log sees of an exchange that has ended: what its scripts saw, and what has become of it. Nothing can be changed any
 * more, and the disk is not asked.
 *
 * <p>Threading: the owner. Lifecycle: for one record.
 */
final class EndedRun implements ScriptRun {
    /** Worth nothing when the request could not be understood. */
    private static final Set<Variable> OF_TARGET =
            EnumSet.of(Variable.REQUEST, Variable.REQUEST_METHOD, Variable.REQUEST_URI, Variable.ABSURI);

    private final ServerExchange exchange;
    private final ScriptRun seen;

    /** Those that a script in the format itself has set; null before there is one. */
    private Map<Integer, Worth> own;

    /**
     * Of an exchange.
     *
     * @param exchange has ended
     * @param seen what its scripts saw, or would have seen
     */
    EndedRun(ServerExchange exchange, ScriptRun seen) {
        this.exchange = exchange;
        this.seen = seen;
    }

    @Override
    public Captures captures() {
        return seen.captures();
    }

    @Override
    public String value(Variable variable, String index) {
        if (exchange.target() == null && OF_TARGET.contains(variable)) {
            return "";
        }
        return switch (variable) {
            case BYTES_SENT -> String.valueOf(exchange.bytesSent());
            case BODY_BYTES_SENT -> String.valueOf(exchange.bodyBytesSent());
            default -> valueSeen(variable, index);
        };
    }

    /** Nothing, if the root of the location depends on what the disk was not asked before. */
    private String valueSeen(Variable variable, String index) {
        try {
            return seen.value(variable, index);
        } catch (DiskAnswers.Unanswered tooLate) {
            return "";
        }
    }

    @Override
    public Worth local(int slot) {
        Worth set = own == null ? null : own.get(slot);
        return set == null ? seen.local(slot) : set;
    }

    @Override
    public void setLocal(int slot, Worth value) {
        if (own == null) {
            own = new HashMap<>();
        }
        own.put(slot, value);
    }

    @Override
    public String path() {
        return exchange.path() == null ? "" : exchange.path();
    }

    /** What asks the disk is not run: the format has a dash there. */
    @Override
    public boolean isTrue(FileTest test, String path) {
        return false;
    }

    // -- scripts that give values do nothing else: the compiler sees to that

    private static ScriptException tooLate() {
        return new ScriptException("the exchange has ended");
    }

    @Override
    public void setElement(Variable variable, String index, String value) {
        throw tooLate();
    }

    @Override
    public void moveTo(String path, String query) {
        throw tooLate();
    }

    @Override
    public void forwardTo(String url) {
        throw tooLate();
    }

    @Override
    public void reply(int status, String text) {
        throw tooLate();
    }

    @Override
    public void requestHeader(String name, String value) {
        throw tooLate();
    }

    @Override
    public void responseHeader(String name, String value) {
        throw tooLate();
    }

    @Override
    public void addToBody(String what, boolean isFile, boolean isBefore) {
        throw tooLate();
    }

    @Override
    public boolean isMovedToFile(String path, String query) {
        throw tooLate();
    }

    @Override
    public boolean isMovedToLocation(String name) {
        throw tooLate();
    }

    @Override
    public void closeCache(boolean isRemoved) {
        throw tooLate();
    }
}
