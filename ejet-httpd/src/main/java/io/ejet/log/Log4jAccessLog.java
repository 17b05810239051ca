package io.ejet.log;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.ReusableMessageFactory;

/**
 * Gives records to Log4j 2, at level INFO. Needs its interface only: where records go and what happens when the disk stalls,
 * the program's configuration of Log4j says. The eJet program writes them asynchronously to one file.
 *
 * <p>Threading: any owner. As quick as the logger: an asynchronous one that drops when it is full never blocks.
 */
public final class Log4jAccessLog implements AccessLog {
    /** The logger that records go to unless the program has another. */
    public static final String LOGGER = "io.ejet.access";

    private static final int USUAL_CHARS = 512;

    /** A thread keeps a builder of this size at most between two records. */
    private static final int MOST_KEPT_CHARS = 2 * AccessLogFormat.LONGEST;

    /** Scratch, of no value after a call, so it may go by the thread; one for all logs, of which a server may have thousands. */
    private static final ThreadLocal<StringBuilder> RECORDS =
            ThreadLocal.withInitial(() -> new StringBuilder(USUAL_CHARS));

    private final AccessLogFormat format;
    private final Logger logger;

    /**
     * Records go to the logger {@value #LOGGER}.
     *
     * @param format what a record says
     */
    public Log4jAccessLog(AccessLogFormat format) {
        this(format, logger(LOGGER));
    }

    /**
     * Records go to a logger of the program's.
     *
     * @param format what a record says
     * @param logger copies its messages before its methods return, as those of {@link #logger} do
     */
    public Log4jAccessLog(AccessLogFormat format, Logger logger) {
        this.format = format;
        this.logger = logger;
    }

    /**
     * A logger that suits: what is logged is copied, and nothing is allocated for it.
     *
     * @param name the logger's name
     * @return the logger
     */
    public static Logger logger(String name) {
        return LogManager.getLogger(name, ReusableMessageFactory.INSTANCE);
    }

    @Override
    public void log(LoggedExchange exchange) {
        if (!logger.isInfoEnabled()) {
            return;
        }
        StringBuilder record = RECORDS.get();
        record.setLength(0);
        format.append(exchange, record);
        logger.info(record);
        if (record.capacity() > MOST_KEPT_CHARS) {
            RECORDS.remove();
        }
    }
}
