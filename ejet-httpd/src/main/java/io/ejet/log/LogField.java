package io.ejet.log;

/** One part of a record: a variable or a literal. Stateless; any thread. */
@FunctionalInterface
interface LogField {
    /**
     * Appends what this part says of the exchange, at least one character for a variable.
     *
     * @param exchange the exchange
     * @param record what has been made of the record so far
     */
    void append(LoggedExchange exchange, StringBuilder record);
}
