package io.ejet.script;

/**
 * What is wrong with the statement that is being read: the first mistake is told, those that follow from it are not. For one
 * script, on one thread.
 */
final class StatementFault {
    private final ScriptScanner scanner;
    private boolean isTold;

    StatementFault(ScriptScanner scanner) {
        this.scanner = scanner;
    }

    /** Another statement begins. */
    void reset() {
        isTold = false;
    }

    /** Whether this statement is wrong, which has been told. */
    boolean isTold() {
        return isTold;
    }

    /**
     * Tells a mistake, unless one of this statement has been told.
     *
     * @param at where it is in the script
     * @param message what is wrong
     * @param expected what would be right, or empty
     * @return null: no statement comes of it
     */
    Statement tell(int at, String message, String expected) {
        if (!isTold) {
            scanner.error(at, message, expected);
        }
        isTold = true;
        return null;
    }
}
