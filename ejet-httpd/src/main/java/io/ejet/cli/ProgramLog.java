package io.ejet.cli;

import io.ejet.AccessLogs;
import io.ejet.cli.LogSettings.Destination;
import io.ejet.conf.AccessLogSettings;
import io.ejet.log.AccessLog;
import io.ejet.log.Log4jAccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.RollingFileManager;
import org.apache.logging.log4j.core.appender.rolling.RolloverDescriptionImpl;
import org.apache.logging.log4j.core.appender.rolling.RolloverStrategy;
import org.apache.logging.log4j.core.async.BasicAsyncLoggerContextSelector;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.message.ReusableMessageFactory;

/**
 * The program's logs: all loggers write through one ring to a thread of their own, which appends access records to their files and
 * everything else to another.
 *
 * <p>Threading: whoever logs never waits, unless asked to: a full ring drops and counts ({@link FullRing}). {@link #change} and
 * {@link #reopen} from any thread. Lifecycle: started before anything else asks Log4j for a logger, stopped after the last record.
 *
 * <p>Bounds: {@value #RING_SIZE} records wait at most. A record is on disk as soon as those that came with it are
 * ({@link BatchingWait}); under load a file is written at least every 64 KiB.
 *
 * <p>An operator who wants something else gives Log4j a configuration of their own,
 * {@code -Dlog4j2.configurationFile=FILE}; then the files named in eJet's configuration are not opened. Access records come at
 * level INFO from the logger {@code io.ejet.access}, those of a host or location with a log of its own from
 * {@code io.ejet.access.FILE}.
 */
final class ProgramLog implements AccessLogs {
    private static final int RING_SIZE = 8192;
    private static final List<String> OWN_CONFIGURATION =
            List.of("log4j2.configurationFile", "log4j.configurationFile");

    private static final Thread LOADER = new Thread(ProgramLog::loadLog4j, "ejet-log-loader");

    private final LoggerContext context;

    /** What was configured last; null when the operator has configured Log4j. Guarded by this. */
    private LogSettings current;

    /**
     * The logs of a context.
     *
     * @param context has been started
     * @param current its settings; null when it was not started with {@link LogConfiguration}
     */
    ProgramLog(LoggerContext context, LogSettings current) {
        this.context = context;
        this.current = current;
    }

    /** Begins to load Log4j, on a thread of its own: it takes about as long as all else until the program is ready. */
    static void beginLoading() {
        LOADER.setDaemon(true);
        LOADER.start();
    }

    private static void loadLog4j() {
        setProperties();
        ConfigurationBuilderFactory.newConfigurationBuilder();
    }

    /**
     * Sets Log4j up.
     *
     * @throws StartFailure when a file cannot be written
     * @throws InterruptedException when the thread is interrupted
     */
    static ProgramLog start(LogSettings settings) throws StartFailure, InterruptedException {
        LOADER.join();
        setProperties();
        FullRing.block(settings.blocksWhenFull());
        if (OWN_CONFIGURATION.stream().anyMatch(property -> System.getProperty(property) != null)) {
            return new ProgramLog((LoggerContext) LogManager.getContext(false), null);
        }
        checkWritable(settings);
        return new ProgramLog(Configurator.initialize(LogConfiguration.of(settings, null)), settings);
    }

    /** Log4j takes these from nowhere but properties; what the operator has given stays. */
    static void setProperties() {
        setUnlessGiven("log4j2.contextSelector", BasicAsyncLoggerContextSelector.class.getName());
        setUnlessGiven("log4j2.asyncLoggerRingBufferSize", String.valueOf(RING_SIZE));
        setUnlessGiven("log4j2.asyncQueueFullPolicy", FullRing.class.getName());
        setUnlessGiven("log4j2.clock", "SystemMillisClock"); // the finer one allocates for each record
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void checkWritable(LogSettings settings) throws StartFailure {
        for (Destination destination : settings.access().values()) {
            checkWritable("access log", destination.file());
        }
        checkWritable("error log", settings.error().file());
    }

    /** Opens the file once, so that what is wrong with it is told in one line and before anything is served. */
    private static void checkWritable(String what, Path file) throws StartFailure {
        if (file == null) {
            return;
        }
        try {
            Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
        } catch (IOException e) {
            throw StartFailure.ofFile("cannot write the " + what + " " + file, e);
        }
    }

    // -- who logs

    @Override
    public AccessLog ofServer(AccessLogSettings settings) {
        return log(settings, Log4jAccessLog.LOGGER);
    }

    @Override
    public AccessLog ofSite(AccessLogSettings settings) {
        return log(settings, LogSettings.siteLogger(settings));
    }

    private AccessLog log(AccessLogSettings settings, String logger) {
        return settings.enabled()
                ? new Log4jAccessLog(settings.format(), context.getLogger(logger, ReusableMessageFactory.INSTANCE))
                : AccessLog.NONE;
    }

    // -- while the program runs

    /**
     * Changes over to other settings. No record is lost: what waits is written as it was to be, to the new files if they are others;
     * and the files of the settings until now stay open until the next change, for exchanges that have begun under them.
     *
     * <p>Blocks on files. To be called before the server gets the settings, and the logs that it is given then are these.
     *
     * @param settings what holds from now on
     * @throws StartFailure when a file cannot be written; then nothing has changed
     */
    synchronized void change(LogSettings settings) throws StartFailure {
        if (current != null) {
            checkWritable(settings);
        }
        FullRing.block(settings.blocksWhenFull());
        if (current == null) {
            return;
        }
        context.reconfigure(LogConfiguration.of(settings.with(current.access()), context));
        current = settings;
    }

    /**
     * Opens all files anew, under their names, for somebody has moved them away. No record is lost: what was logged before is in the
     * old file or in the new one. A file that cannot be opened stays as it is, and that is told in the log.
     *
     * <p>Blocks on files.
     */
    synchronized void reopen() {
        if (current == null) {
            return;
        }
        for (Appender appender : context.getConfiguration().getAppenders().values()) {
            if (appender instanceof RollingFileAppender file) {
                reopen(file.getManager());
            }
        }
    }

    private void reopen(RollingFileManager file) {
        try {
            checkWritable("log", Path.of(file.getFileName()));
        } catch (StartFailure failure) {
            context.getLogger("io.ejet").error("{}: it stays open under its old name", failure.getMessage());
            return;
        }
        synchronized (file) { // so does the thread that writes, for each record
            RolloverStrategy usual = file.getRolloverStrategy();
            file.setRolloverStrategy(moved -> new RolloverDescriptionImpl(moved.getFileName(), true, null, null));
            try {
                file.rollover();
            } finally {
                file.setRolloverStrategy(usual);
            }
        }
    }

    /** Records dropped since the start because the ring was full. */
    long dropped() {
        return FullRing.dropped();
    }

    /**
     * Writes what waits, then closes the files.
     *
     * @param most how long the last record may take
     */
    void stop(Duration most) {
        Configurator.shutdown(context, most.toNanos(), TimeUnit.NANOSECONDS);
    }
}
