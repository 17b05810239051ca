package io.ejet.cli;

import io.ejet.cli.ReloadReport.State;
import io.ejet.conf.ConfigError;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code ejet reload}: has the running server read its configuration again, waits until it has, and says what came of it. The
 * server is the process that has locked the pid lock file of the configuration.
 *
 * <p>On the main thread. Bounds: {@link #PATIENCE}.
 */
final class ReloadOrder {
    static final int TAKEN = 0;
    static final int REFUSED = 1;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long LOOK_EVERY_MS = 20;

    private final PrintStream out;
    private final PrintStream err;

    ReloadOrder(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Gives the order.
     *
     * @param file the configuration
     * @return the exit code: 0 when it is in effect, 1 when it is refused
     * @throws StartFailure when no server is found, or none answers
     * @throws InterruptedException when the thread is interrupted
     */
    int run(Path file) throws StartFailure, InterruptedException {
        Configuration configuration;
        try {
            configuration = Configuration.load(file);
        } catch (ConfigException e) {
            e.errors().forEach(err::println);
            return refused(
                    file,
                    e.errors().size() == 1
                            ? "has an error"
                            : "has " + e.errors().size() + " errors");
        }
        for (ConfigError warning : configuration.warnings()) {
            err.println(warning);
        }
        Path lockFile = configuration.lockFile();
        if (lockFile == null) {
            throw new StartFailure("the configuration " + file + " names no \"pid lock file\", by which the server"
                    + " would be found; send SIGHUP to its process");
        }
        try {
            return order(file, lockFile);
        } catch (IOException e) {
            throw StartFailure.ofFile("cannot learn of the server with the pid lock file " + lockFile, e);
        }
    }

    private int order(Path file, Path lockFile) throws IOException, StartFailure, InterruptedException {
        long process = PidFile.process(lockFile);
        if (process <= 0) {
            throw new StartFailure("no eJet has the pid lock file " + lockFile + ": it does not run");
        }
        Path reportFile = ReloadReport.beside(lockFile);
        ReloadReport before = ReloadReport.read(reportFile);
        if (before == null || before.process() != process) { // the signal might end it
            throw new StartFailure("eJet, process " + process + ", is starting or stopping, or hears no SIGHUP:"
                    + " it was started by nohup or with -Xrs, or cannot write " + reportFile);
        }
        if (!isSame(before.configuration(), file)) {
            throw new StartFailure("eJet, process " + process + ", reads " + before.configuration() + ", not " + file
                    + ": ejet reload -c " + before.configuration());
        }
        send(process);
        ReloadReport after = await(lockFile, before);
        after.lines().forEach(err::println);
        if (after.state() == State.REFUSED) {
            return refused(file, "is refused");
        }
        out.println("configuration " + file + " is in effect");
        return TAKEN;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException gone) { // the one that the server reads, for the other was read just now
            return false;
        }
    }

    private int refused(Path file, String why) {
        err.println("eJet: the configuration " + file + " " + why + "; the server goes on with the one it has");
        return REFUSED;
    }

    /** Java has no way to send a signal but those that end a process; every shell has one. */
    private static void send(long process) throws IOException, StartFailure, InterruptedException {
        Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -HUP \"$0\"", String.valueOf(process))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!kill.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
            kill.destroyForcibly();
            throw new StartFailure("cannot send SIGHUP to process " + process);
        }
    }

    /**
     * The report of a reload that began after {@code before} was read: the next one's. One that was running then may have read the
     * configuration before it was changed.
     */
    private static ReloadReport await(Path lockFile, ReloadReport before)
            throws IOException, StartFailure, InterruptedException {
        long startNs = System.nanoTime();
        while (System.nanoTime() - startNs < PATIENCE.toNanos()) {
            ReloadReport report = ReloadReport.read(ReloadReport.beside(lockFile));
            if (report == null || report.process() != before.process()) {
                return refusedBy(before, "the server stops");
            } else if (report.number() > before.number() && report.isFinal()) {
                return report;
            } else if (PidFile.process(lockFile) != before.process()) {
                return refusedBy(before, "the server has ended");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MS);
        }
        throw new StartFailure("process " + before.process() + " has not told within " + PATIENCE.toSeconds()
                + " seconds whether it has taken the configuration; its log will");
    }

    private static ReloadReport refusedBy(ReloadReport before, String why) {
        return new ReloadReport(before.process(), 0, State.REFUSED, before.configuration(), List.of(why));
    }
}
