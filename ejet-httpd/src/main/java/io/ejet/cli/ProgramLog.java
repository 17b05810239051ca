package io.ejet.cli;

import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ErrorLogSettings;
import io.ejet.log.Log4jAccessLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.async.BasicAsyncLoggerContextSelector;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * The program's logs: all loggers write through one ring to a thread of their own, which appends access records to one file and
 * everything else to another.
 *
 * <p>Threading: whoever logs never waits; a full ring drops and counts ({@link DropWhenFull}). Lifecycle: started before anything
 * else asks Log4j for a logger, stopped after the last record.
 *
 * <p>Bounds: {@value #RING_SIZE} records wait at most. A record is on disk as soon as those that came with it are
 * ({@link BatchingWait}); under load a file is written at least every 64 KiB.
 *
 * <p>An operator who wants something else gives Log4j a configuration of their own,
 * {@code -Dlog4j2.configurationFile=FILE}; then the files named in eJet's configuration are not opened. Access records come at
 * level INFO from the logger {@code io.ejet.access}.
 */
final class ProgramLog {
    private static final int RING_SIZE = 8192;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String ACCESS = "access";
    private static final String ERROR = "error";
    private static final String ACCESS_PATTERN = "%m%n";
    private static final String ERROR_PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%t] %c{1.} - %m%n%xEx";
    private static final List<String> OWN_CONFIGURATION =
            List.of("log4j2.configurationFile", "log4j.configurationFile");

    private static final Thread LOADER = new Thread(ProgramLog::loadLog4j, "ejet-log-loader");

    private final LoggerContext context;

    private ProgramLog(LoggerContext context) {
        this.context = context;
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
    static ProgramLog start(AccessLogSettings access, ErrorLogSettings error)
            throws StartFailure, InterruptedException {
        LOADER.join();
        setProperties();
        if (OWN_CONFIGURATION.stream().anyMatch(property -> System.getProperty(property) != null)) {
            return new ProgramLog((LoggerContext) LogManager.getContext(false));
        }
        if (access.enabled()) {
            checkWritable("access log", access.file());
        }
        checkWritable("error log", error.file());
        return new ProgramLog(Configurator.initialize(configuration(access, error)));
    }

    /** Log4j takes these from nowhere but properties; what the operator has given stays. */
    static void setProperties() {
        setUnlessGiven("log4j2.contextSelector", BasicAsyncLoggerContextSelector.class.getName());
        setUnlessGiven("log4j2.asyncLoggerRingBufferSize", String.valueOf(RING_SIZE));
        setUnlessGiven("log4j2.asyncQueueFullPolicy", DropWhenFull.class.getName());
        setUnlessGiven("log4j2.clock", "SystemMillisClock"); // the finer one allocates for each record
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
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

    static Configuration configuration(AccessLogSettings access, ErrorLogSettings error) {
        ConfigurationBuilder<BuiltConfiguration> builder = ConfigurationBuilderFactory.newConfigurationBuilder();
        builder.setConfigurationName("ejet")
                .setStatusLevel(Level.ERROR)
                .setShutdownHook("disable") // the program stops the log itself, after the last record
                .addComponent(builder.newComponent("AsyncWaitStrategyFactory")
                        .addAttribute("class", BatchingWait.Factory.class.getName()));
        if (access.enabled()) {
            builder.add(
                    appender(builder, ACCESS, access.file(), false, ConsoleAppender.Target.SYSTEM_OUT, ACCESS_PATTERN));
            builder.add(builder.newLogger(Log4jAccessLog.LOGGER, Level.INFO)
                    .add(builder.newAppenderRef(ACCESS))
                    .addAttribute("additivity", false));
        }
        builder.add(appender(builder, ERROR, error.file(), true, ConsoleAppender.Target.SYSTEM_ERR, ERROR_PATTERN));
        builder.add(builder.newRootLogger(Level.valueOf(error.level().toUpperCase(Locale.ROOT)))
                .add(builder.newAppenderRef(ERROR)));
        return builder.build(false);
    }

    /** One file that is appended to (O_APPEND, so that it may be truncated behind our back), or a standard stream. */
    private static AppenderComponentBuilder appender(
            ConfigurationBuilder<BuiltConfiguration> builder,
            String name,
            Path file,
            boolean isFlushed,
            ConsoleAppender.Target stream,
            String pattern) {
        AppenderComponentBuilder appender = file == null
                ? builder.newAppender(name, ConsoleAppender.PLUGIN_NAME)
                        .addAttribute("target", stream)
                        .addAttribute("direct", true)
                : builder.newAppender(name, "File")
                        .addAttribute("fileName", file.toString().replace("${", "$${")) // no place for lookups
                        .addAttribute("append", true)
                        .addAttribute("bufferedIo", true)
                        .addAttribute("bufferSize", BUFFER_BYTES)
                        .addAttribute("immediateFlush", isFlushed);
        return appender.add(builder.newLayout("PatternLayout")
                .addAttribute("pattern", pattern)
                .addAttribute("charset", "UTF-8"));
    }

    /** Records dropped since the start because the ring was full. */
    long dropped() {
        return DropWhenFull.dropped();
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
