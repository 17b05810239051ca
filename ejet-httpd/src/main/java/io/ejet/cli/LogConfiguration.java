package io.ejet.cli;

import io.ejet.cli.LogSettings.Destination;
import io.ejet.conf.ErrorLogSettings;
import io.ejet.conf.LogRotation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.builder.api.AppenderComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ComponentBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Puts Log4j's configuration together: one appender for each file, however many loggers write to it. All files are of the kind that
 * can be rotated, also where nothing rotates them: only these can be opened again, and rotation can then be switched on and off while
 * the program runs. For one thread.
 */
final class LogConfiguration {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String ACCESS_PATTERN = "%m%n";
    private static final String ERROR_PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p [%t] %c{1.} - %m%n%xEx";

    private final ConfigurationBuilder<BuiltConfiguration> builder =
            ConfigurationBuilderFactory.newConfigurationBuilder();

    /** The names of appenders of access records by their files; null is the standard output. The first who names a file sets it up. */
    private final Map<Path, String> appenders = new HashMap<>();

    private LogConfiguration() {}

    /**
     * The configuration.
     *
     * @param context whom it is for; null for the one that is started with it
     */
    static Configuration of(LogSettings settings, LoggerContext context) {
        LogConfiguration made = new LogConfiguration();
        made.builder.setConfigurationName("ejet");
        made.builder
                .setStatusLevel(Level.ERROR)
                .setShutdownHook("disable") // the program stops the log itself, after the last record
                .addComponent(made.builder
                        .newComponent("AsyncWaitStrategyFactory")
                        .addAttribute("class", BatchingWait.Factory.class.getName()));
        made.builder.setLoggerContext(context);
        settings.access().forEach(made::addAccess);
        made.addError(settings.error());
        return made.builder.build(false);
    }

    private void addAccess(String logger, Destination to) {
        String appender = appenders.get(to.file());
        if (appender == null) {
            appender = "access" + appenders.size();
            appenders.put(to.file(), appender);
            builder.add(appender(appender, to, false, ConsoleAppender.Target.SYSTEM_OUT, ACCESS_PATTERN));
        }
        builder.add(builder.newLogger(logger, Level.INFO)
                .add(builder.newAppenderRef(appender))
                .addAttribute("additivity", false));
    }

    private void addError(ErrorLogSettings error) {
        Destination to = new Destination(error.file(), error.rotation());
        builder.add(appender("error", to, true, ConsoleAppender.Target.SYSTEM_ERR, ERROR_PATTERN));
        builder.add(builder.newRootLogger(Level.valueOf(error.level().toUpperCase(Locale.ROOT)))
                .add(builder.newAppenderRef("error")));
    }

    private AppenderComponentBuilder appender(
            String name, Destination to, boolean isFlushed, ConsoleAppender.Target stream, String pattern) {
        AppenderComponentBuilder appender = to.file() == null
                ? builder.newAppender(name, ConsoleAppender.PLUGIN_NAME)
                        .addAttribute("target", stream)
                        .addAttribute("direct", true)
                : file(name, to).addAttribute("immediateFlush", isFlushed);
        return appender.add(builder.newLayout("PatternLayout")
                .addAttribute("pattern", pattern)
                .addAttribute("charset", "UTF-8"));
    }

    /** A file that is appended to (O_APPEND, so that it may be truncated behind our back). */
    private AppenderComponentBuilder file(String name, Destination to) {
        String file = to.file().toString();
        AppenderComponentBuilder appender = builder.newAppender(name, "RollingFile")
                .addAttribute("fileName", file.replace("${", "$${")) // no place for lookups
                .addAttribute("filePattern", pattern(file, to.rotation()))
                .addAttribute("append", true)
                .addAttribute("bufferedIo", true)
                .addAttribute("bufferSize", BUFFER_BYTES);
        return appender.addComponent(policies(to.rotation())).addComponent(strategy(to));
    }

    /** The name of a file that is put aside. Lookups are looked for twice, so they are kept from it twice. */
    private static String pattern(String file, LogRotation rotation) {
        String plain = file.replace("%", "%%").replace("${", "$$${");
        return switch (rotation.every()) {
            case NEVER -> plain + ".%i";
            case HOUR -> plain + ".%d{yyyy-MM-dd-HH}.%i";
            case DAY -> plain + ".%d{yyyy-MM-dd}.%i";
            case MONTH -> plain + ".%d{yyyy-MM}.%i";
        };
    }

    private ComponentBuilder<?> policies(LogRotation rotation) {
        ComponentBuilder<?> policies = builder.newComponent("Policies");
        if (!rotation.isOn()) {
            policies.addComponent(builder.newComponent("NoOpTriggeringPolicy"));
        }
        if (rotation.sizeBytes() > 0) {
            policies.addComponent(builder.newComponent("SizeBasedTriggeringPolicy")
                    .addAttribute("size", String.valueOf(rotation.sizeBytes())));
        }
        if (rotation.every() != LogRotation.Every.NEVER) {
            policies.addComponent(builder.newComponent("TimeBasedTriggeringPolicy")
                    .addAttribute("interval", 1)
                    .addAttribute("modulate", true));
        }
        return policies;
    }

    /** By size alone .1 is the youngest, as logrotate has it; names with a date stay, and the oldest are removed. */
    private ComponentBuilder<?> strategy(Destination to) {
        LogRotation rotation = to.rotation();
        ComponentBuilder<?> strategy = builder.newComponent("DefaultRolloverStrategy");
        if (rotation.every() == LogRotation.Every.NEVER) {
            return strategy.addAttribute("fileIndex", "min").addAttribute("max", rotation.keptFiles());
        }
        String names = Pattern.quote(to.file().getFileName() + ".") + "\\d{4}-\\d\\d(-\\d\\d){0,2}\\.\\d+";
        return strategy.addAttribute("fileIndex", "nomax")
                .addComponent(builder.newComponent("Delete")
                        .addAttribute(
                                "basePath", to.file().getParent().toString().replace("${", "$${"))
                        .addAttribute("maxDepth", 1)
                        .addComponent(builder.newComponent("IfFileName")
                                .addAttribute("regex", names.replace("${", "$${"))
                                .addComponent(builder.newComponent("IfAccumulatedFileCount")
                                        .addAttribute("exceeds", rotation.keptFiles()))));
    }
}
