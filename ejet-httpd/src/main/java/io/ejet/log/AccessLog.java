package io.ejet.log;

/** Takes a record of each exchange. On any owner; never blocks. */
@FunctionalInterface
public interface AccessLog {
    /** Writes nothing. */
    AccessLog NONE = exchange -> {};

    /**
     * Writes a record.
     *
     * @param exchange an exchange that has ended
     */
    void log(LoggedExchange exchange);
}
