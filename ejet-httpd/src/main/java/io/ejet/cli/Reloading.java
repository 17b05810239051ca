package io.ejet.cli;

import io.ejet.EJet;
import io.ejet.cli.ReloadReport.State;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.conf.ListenAddress;
import io.ejet.conf.ListenSettings;
import io.ejet.conf.ServerSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/**
 * Reads the configuration again while the program serves, has the server take it over, and tells how that went: in the log, and in
 * a {@link ReloadReport} for {@code ejet reload}.
 *
 * <p>On the main thread, so one reload comes after the other. Lifecycle: {@link #ready} when the server answers, {@link #close}
 * when it is to answer no more. A configuration that cannot be taken over changes nothing.
 */
final class Reloading implements AutoCloseable {
    private final Arguments arguments;
    private final boolean isHeard;
    private final Path lockFile;

    /** Null without a pid lock file. */
    private final Path reportFile;

    private ServerSettings current;
    private long number;

    /**
     * For a server that was started.
     *
     * @param arguments the command line, with a configuration
     * @param started what was read at the start
     * @param current the settings made from it
     * @param isHeard whether the signal that asks for a reload reaches the program
     */
    Reloading(Arguments arguments, Configuration started, ServerSettings current, boolean isHeard) {
        this.arguments = arguments;
        this.current = current;
        this.isHeard = isHeard;
        lockFile = started.lockFile();
        reportFile = lockFile == null ? null : ReloadReport.beside(lockFile);
    }

    /** From now on a reload can be asked for; what a process before has left is removed otherwise. */
    void ready() {
        if (isHeard) {
            report(State.READY, List.of());
        } else {
            close();
        }
    }

    /** Takes the configuration over as it is now: first the logs, so that those of the new settings are there. */
    void reload(EJet server, ProgramLog logs) {
        number++;
        report(State.RUNNING, List.of());
        try {
            List<String> needs = take(server, logs);
            log().info("the configuration {} is read again: listening on {}", file(), server.addresses());
            needs.forEach(log()::warn);
            report(State.TAKEN, needs);
        } catch (ConfigException e) {
            e.warnings().forEach(log()::warn);
            refuse(e.errors().stream().map(String::valueOf).toList());
        } catch (StartFailure e) {
            refuse(List.of(e.getMessage()));
        } catch (RuntimeException | Error e) { // a bug, or too little room, must not end a server that serves
            log().error("the configuration cannot be taken over", e);
            refuse(List.of(e.toString()));
        }
    }

    private List<String> take(EJet server, ProgramLog logs) throws ConfigException, StartFailure {
        Configuration read = Configuration.load(file());
        ServerSettings wished = Program.withAddresses(read.settings(), arguments.listens());
        read.warnings().forEach(log()::warn);
        List<String> needs = new ArrayList<>(serve(wished, server, logs));
        if (!Objects.equals(read.lockFile(), lockFile)) {
            needs.add(ofLockFile(read.lockFile()));
        }
        current = wished;
        return needs;
    }

    private String ofLockFile(Path wished) {
        if (lockFile == null) {
            return "\"pid lock file\" " + wished + " needs a restart; there is none until then";
        }
        return "\"pid lock file\" stays " + lockFile + " until a restart"
                + (wished == null ? "" : ", which " + wished + " needs");
    }

    /** First the logs; they are as before when the server does not take the settings. */
    private List<String> serve(ServerSettings wished, EJet server, ProgramLog logs) throws StartFailure {
        boolean isTaken = false;
        logs.change(LogSettings.of(wished));
        try {
            List<String> needs = server.reload(wished, logs);
            isTaken = true;
            return needs;
        } catch (IOException e) {
            List<InetSocketAddress> added = added(wished);
            throw new StartFailure(BindFailure.explain(added, e) + ownPort(added), e);
        } finally {
            if (!isTaken) {
                restore(logs);
            }
        }
    }

    /** What goes wrong here is told apart: why the reload is refused is told by who refuses it. */
    private void restore(ProgramLog logs) {
        try {
            logs.change(LogSettings.of(current));
        } catch (StartFailure e) {
            log().error("the logs stay as they were to be: {}", e.getMessage());
        }
    }

    /** The addresses that are not listened on already. */
    private List<InetSocketAddress> added(ServerSettings wished) {
        List<InetSocketAddress> added = addresses(wished);
        added.removeAll(addresses(current));
        return added;
    }

    /** The port may be in use by nobody but the server itself: it cannot close the one address before the other is open. */
    private String ownPort(List<InetSocketAddress> added) {
        for (InetSocketAddress address : added) {
            for (InetSocketAddress own : addresses(current)) {
                boolean overlaps = address.getAddress().isAnyLocalAddress()
                        || own.getAddress().isAnyLocalAddress();
                if (overlaps && address.getPort() != 0 && address.getPort() == own.getPort()) {
                    return "; " + ListenAddress.text(address) + " instead of " + ListenAddress.text(own)
                            + " needs a restart";
                }
            }
        }
        return "";
    }

    private static List<InetSocketAddress> addresses(ServerSettings settings) {
        return new ArrayList<>(
                settings.listens().stream().map(ListenSettings::address).toList());
    }

    private void refuse(List<String> reasons) {
        log().error("the configuration {} is not taken over, the one before stays in effect:", file());
        reasons.forEach(log()::error);
        report(State.REFUSED, reasons);
    }

    private void report(State state, List<String> lines) {
        if (reportFile == null) {
            return;
        }
        try {
            List<String> single = lines.stream().flatMap(String::lines).toList();
            Path read = file().toAbsolutePath();
            new ReloadReport(ProcessHandle.current().pid(), number, state, read, single).write(reportFile);
        } catch (IOException e) {
            log().warn("cannot tell how reloads go, {}: {}", reportFile, e.toString());
        }
    }

    private Path file() {
        return arguments.configuration();
    }

    private static Logger log() {
        return LogManager.getLogger("io.ejet");
    }

    /** Removes the report: whoever waits for it learns that there will be none. */
    @Override
    public void close() {
        try {
            if (reportFile != null) {
                Files.deleteIfExists(reportFile);
            }
        } catch (IOException ignored) { // it names a process that has ended
            return;
        }
    }
}
