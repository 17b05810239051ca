package io.ejet.cli;

import io.ejet.EJet;
import io.ejet.conf.ConfigError;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.conf.ListenAddress;
import io.ejet.conf.ListenSettings;
import io.ejet.conf.ServerSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;

/** Does what the arguments ask for. On the main thread. */
final class Program {
    private static final Duration DROPS_TOLD_EVERY = Duration.ofSeconds(10);
    private static final Duration LAST_RECORD = Duration.ofSeconds(2);

    private final PrintStream out;
    private final PrintStream err;
    private final Signals signals;

    Program(PrintStream out, PrintStream err, Signals signals) {
        this.out = out;
        this.err = err;
        this.signals = signals;
    }

    /** Reads the configuration and says what it thinks of it. */
    void test(Arguments arguments) throws StartFailure {
        withAddresses(configuration(arguments).settings(), arguments.listens());
        out.println("configuration " + arguments.configuration() + " is valid");
    }

    /** Prints the configuration as it takes effect: in UTF-8, as it would be read. */
    void print(Arguments arguments) throws StartFailure {
        out.writeBytes(configuration(arguments).effective().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /**
     * Serves until a signal comes.
     *
     * @throws StartFailure when it cannot start
     * @throws InterruptedException when the thread is interrupted
     */
    void serve(Arguments arguments) throws StartFailure, InterruptedException {
        serve(arguments, addresses -> {});
    }

    /** The same; tells on this thread when it is ready, and does not wait for a signal if that fails. */
    @SuppressWarnings("try") // the file is held, not used
    void serve(Arguments arguments, ReadyListener listener) throws StartFailure, InterruptedException {
        if (arguments.configuration() == null) {
            serve(ofFolder(arguments.root(), arguments.listens()), listener, null);
            return;
        }
        Configuration configuration = configuration(arguments);
        ServerSettings settings = withAddresses(configuration.settings(), arguments.listens());
        try (PidFile held = PidFile.lock(configuration.lockFile());
                Reloading reloading = new Reloading(arguments, configuration, settings, signals.hearsReload())) {
            serve(settings, listener, reloading);
        }
    }

    /** Without a configuration, {@code reloading} is null. */
    private void serve(ServerSettings settings, ReadyListener listener, Reloading reloading)
            throws StartFailure, InterruptedException {
        ProgramLog log = ProgramLog.start(LogSettings.of(settings));
        try {
            warnOfFileNames();
            EJet server = start(settings, log);
            if (reloading != null) {
                reloading.ready();
            }
            out.println(Version.name() + " ready on " + urls(server.addresses()));
            listener.onReady(server.addresses());
            awaitStop(log, server, reloading);
            if (reloading != null) {
                reloading.close(); // who waits for a reload learns now that there will be none
            }
            if (!server.stop()) {
                LogManager.getLogger("io.ejet").warn("the server has not released everything in time");
            }
        } finally {
            log.stop(LAST_RECORD);
        }
    }

    // -- settings

    Configuration configuration(Arguments arguments) throws StartFailure {
        Configuration configuration;
        try {
            configuration = Configuration.load(arguments.configuration());
        } catch (ConfigException e) {
            e.warnings().forEach(err::println);
            throw new StartFailure(verdict(arguments, e), e);
        }
        for (ConfigError warning : configuration.warnings()) {
            err.println(warning);
        }
        return configuration;
    }

    /** One line if one error keeps the server from starting; otherwise prints every error, with the line itself, before. */
    private String verdict(Arguments arguments, ConfigException e) {
        List<ConfigError> errors = e.errors();
        if (arguments.action() == Arguments.Action.SERVE && errors.size() == 1) {
            return errors.get(0).headline();
        }
        errors.forEach(err::println);
        return "configuration " + arguments.configuration() + " has " + errors.size()
                + (errors.size() == 1 ? " error" : " errors");
    }

    private static ServerSettings ofFolder(Path root, List<InetSocketAddress> addresses) throws StartFailure {
        try {
            ServerSettings settings = ServerSettings.ofFolder(root, addresses.get(0));
            List<ListenSettings> listens = new ArrayList<>();
            for (InetSocketAddress address : addresses) {
                listens.add(
                        new ListenSettings(address, settings.listens().get(0).hosts()));
            }
            return withListens(settings, listens);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(e.getMessage(), e);
        }
    }

    /** Addresses from the command line take the place of those from the configuration, in their order. */
    static ServerSettings withAddresses(ServerSettings settings, List<InetSocketAddress> addresses)
            throws StartFailure {
        if (addresses.isEmpty()) {
            return settings;
        } else if (addresses.size() != settings.listens().size()) {
            throw new StartFailure(
                    "--listen is given " + times(addresses.size()) + ", but the configuration listens on "
                            + settings.listens().size() + " addresses: "
                            + settings.listens().stream()
                                    .map(listen -> ListenAddress.text(listen.address()))
                                    .collect(Collectors.joining(", ")));
        }
        List<ListenSettings> listens = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            listens.add(settings.listens().get(i).at(addresses.get(i)));
        }
        return withListens(settings, listens);
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private static ServerSettings withListens(ServerSettings settings, List<ListenSettings> listens) {
        return new ServerSettings(
                settings.pumps(),
                settings.workers(),
                listens,
                settings.limits(),
                settings.accessLog(),
                settings.errorLog(),
                settings.defaultType(),
                settings.mediaTypes());
    }

    // -- serving

    private static EJet start(ServerSettings settings, ProgramLog log) throws StartFailure {
        try {
            return EJet.start(settings, log);
        } catch (IOException e) {
            List<InetSocketAddress> addresses =
                    settings.listens().stream().map(ListenSettings::address).toList();
            throw new StartFailure(BindFailure.explain(addresses, e), e);
        }
    }

    private static String urls(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .map(address -> "http://" + ListenAddress.text(address))
                .collect(Collectors.joining(", "));
    }

    private static void warnOfFileNames() {
        String warning = FileNames.warning();
        if (warning != null) {
            LogManager.getLogger("io.ejet").warn(warning);
        }
    }

    /** Waits for the signal to stop, and reloads meanwhile; says now and then how many records the disk was too slow for. */
    private void awaitStop(ProgramLog log, EJet server, Reloading reloading) throws InterruptedException {
        long told = log.dropped();
        while (true) {
            Signals.Wish wish = signals.await(DROPS_TOLD_EVERY);
            if (wish == Signals.Wish.RELOAD && reloading != null) {
                reloading.reload(server, log);
            } else if (wish == Signals.Wish.REOPEN) {
                log.reopen();
            } else if (wish != Signals.Wish.NONE) { // without a configuration, a hang-up is the end
                return;
            }
            told = tellDropped(log, told);
        }
    }

    private static long tellDropped(ProgramLog log, long told) {
        long dropped = log.dropped();
        if (dropped != told) {
            LogManager.getLogger("io.ejet")
                    .warn("{} log records were dropped: they came faster than they could be written", dropped - told);
        }
        return dropped;
    }

    /** Hears where the server listens, as soon as it does. */
    @FunctionalInterface
    interface ReadyListener {
        /**
         * The server answers.
         *
         * @param addresses where, as in the ready message
         * @throws StartFailure to end it
         */
        void onReady(List<InetSocketAddress> addresses) throws StartFailure;
    }
}
