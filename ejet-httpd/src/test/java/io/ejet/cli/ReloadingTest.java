package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.EJet;
import io.ejet.conf.Configuration;
import io.ejet.log.SampleExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload leaves behind that does not come to its end. */
class ReloadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final Properties before = new Properties();
    private final AsyncLoggerContext context = new AsyncLoggerContext("test");
    private Path file;
    private Configuration started;
    private ProgramLog logs;
    private EJet server;
    private Reloading reloading;

    @BeforeEach
    void shouldServeWhenTestsStart() throws Exception {
        before.putAll(System.getProperties());
        ProgramLog.setProperties();
        file = folder.resolve("ejet.conf");
        configure("old.log", "");
        started = Configuration.load(file);
        LogSettings settings = LogSettings.of(started.settings());
        context.start(LogConfiguration.of(settings, context));
        logs = new ProgramLog(context, settings);
        server = EJet.start(started.settings(), logs);
        reloading = new Reloading(Arguments.parse("-c", file.toString()), started, started.settings(), true);
    }

    @AfterEach
    void shouldLeaveNothingBehindWhenTestsEnd() {
        assertTrue(server.stop(PATIENCE));
        context.stop(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        System.setProperties(before);
    }

    private void configure(String log, String items) throws IOException {
        Files.writeString(file, """
                pid lock file = ejet.pid; epump = { epump threads = 1; worker threads = 0; }
                http = { access log = { log2file = on; log file = %s; format = '$status'; }
                  listen = { local ip = 127.0.0.1; port = 0; root = .; %s } }
                """.formatted(log, items));
    }

    private ReloadReport report() throws IOException {
        return ReloadReport.read(ReloadReport.beside(started.lockFile()));
    }

    @Test
    void shouldGoOnWithTheOldLogsWhenTheServerDoesNotTakeTheNewSettings() throws Exception {
        assertTrue(server.stop(PATIENCE)); // so it refuses
        configure("new.log", "");
        reloading.reload(server, logs);
        assertEquals(ReloadReport.State.REFUSED, report().state());
        logs.ofServer(started.settings().accessLog()).log(new SampleExchange());
        context.stop(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(List.of("200"), Files.readAllLines(folder.resolve("old.log")));
        assertEquals(List.of(), Files.readAllLines(folder.resolve("new.log")));
    }

    @Test
    void shouldSayWhatStaysWhenThePidLockFileIsAnotherOne() throws Exception {
        String stays = "\"pid lock file\" stays " + started.lockFile() + " until a restart";
        String configured = Files.readString(file);
        Files.writeString(file, configured.replace("pid lock file = ejet.pid;", ""));
        reloading.reload(server, logs);
        assertEquals(List.of(stays), report().lines());
        Files.writeString(file, configured.replace("ejet.pid", "other.pid"));
        reloading.reload(server, logs);
        assertEquals(List.of(stays + ", which " + folder.resolve("other.pid") + " needs"), report().lines());
    }

    @Test
    void shouldRefuseAndGoOnWithTheOldLogsWhenABugKeepsItFromBeingTaken() throws Exception {
        configure("new.log", "");
        reloading.reload(null, logs);
        assertEquals(ReloadReport.State.REFUSED, report().state());
        logs.ofServer(started.settings().accessLog()).log(new SampleExchange());
        context.stop(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertEquals(List.of("200"), Files.readAllLines(folder.resolve("old.log")));
    }
}
