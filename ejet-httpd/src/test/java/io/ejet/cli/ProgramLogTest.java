package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ErrorLogSettings;
import io.ejet.conf.LogRotation;
import io.ejet.log.AccessLogFormat;
import io.ejet.log.Log4jAccessLog;
import io.ejet.log.SampleExchange;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.async.AsyncLoggerContext;
import org.apache.logging.log4j.core.config.Property;
import org.apache.logging.log4j.message.ReusableMessageFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program sets up: complete files, in order; and owners that never wait, however long the disk does. */
class ProgramLogTest {
    /** Log4j has none smaller. */
    private static final int RING_SIZE = 128;

    private static final int PATIENCE_SECONDS = 60;
    private static final AccessLogFormat FORMAT = AccessLogFormat.compile("$status $uri", ZoneOffset.UTC);

    @TempDir
    Path folder;

    private final Properties before = new Properties();
    private final AsyncLoggerContext context = new AsyncLoggerContext("test");
    private Path accessFile;
    private Path errorFile;

    @BeforeEach
    void shouldHaveASmallRingWhenTestsStart() {
        accessFile = folder.resolve("access.log");
        errorFile = folder.resolve("error ${java:version}.log");
        before.putAll(System.getProperties());
        System.setProperty("log4j2.asyncLoggerRingBufferSize", String.valueOf(RING_SIZE));
        ProgramLog.setProperties();
    }

    @AfterEach
    void shouldLeaveNothingBehindWhenTestsEnd() {
        context.stop(PATIENCE_SECONDS, TimeUnit.SECONDS);
        System.setProperties(before);
    }

    private LogSettings settings(Path access, LogRotation rotation) {
        return LogSettings.of(
                new AccessLogSettings(true, access, FORMAT, rotation, false), new ErrorLogSettings(errorFile, "info"));
    }

    private Log4jAccessLog start() {
        context.start(LogConfiguration.of(settings(accessFile, LogRotation.NONE), context));
        return accessLog();
    }

    private Log4jAccessLog accessLog() {
        return new Log4jAccessLog(FORMAT, context.getLogger(Log4jAccessLog.LOGGER, ReusableMessageFactory.INSTANCE));
    }

    private void stop() {
        assertTrue(context.stop(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Test
    void shouldAppendEveryRecordInOrderWhenTheFileExistsAlready() throws Exception {
        Files.writeString(accessFile, "before\n");
        Log4jAccessLog log = start();
        List<String> expected = new ArrayList<>(List.of("before"));
        for (int i = 0; i < RING_SIZE / 2; i++) { // so many that none is dropped
            log.log(new SampleExchange().target("/" + i));
            expected.add("200 /" + i);
        }
        stop();
        assertEquals(expected, Files.readAllLines(accessFile));
    }

    @Test
    void shouldGoOnAtTheEndWhenTheFileIsTruncatedBehindItsBack() throws Exception {
        Log4jAccessLog log = start();
        WatchingAppender watching = watch();
        log.log(new SampleExchange().target("/1"));
        watching.await(1);
        Files.write(accessFile, new byte[0]);
        log.log(new SampleExchange().target("/2"));
        stop();
        String text = Files.readString(accessFile);
        assertFalse(text.contains("\0"), text);
        assertTrue(text.endsWith("200 /2\n"), text);
    }

    @Test
    void shouldKeepTheLogsApartWhenBothAreWritten() throws Exception {
        Log4jAccessLog log = start();
        log.log(new SampleExchange().target("/x"));
        context.getLogger("io.ejet").info("told");
        context.getLogger("io.ejet").debug("not told");
        context.getLogger("io.epump").error("failed", new IllegalStateException("deep"));
        stop();
        assertEquals(List.of("200 /x"), Files.readAllLines(accessFile));
        List<String> errors = Files.readAllLines(errorFile);
        assertTrue(errors.get(0).endsWith("INFO  [main] i.ejet - told"), errors.get(0));
        assertTrue(errors.get(1).contains("ERROR"), errors.get(1));
        assertTrue(errors.stream().anyMatch(line -> line.contains("IllegalStateException: deep")));
        assertFalse(errors.toString().contains("not told"));
    }

    @Test
    void shouldWriteNoAccessFileWhenTheAccessLogIsOff() {
        context.start(LogConfiguration.of(
                LogSettings.of(AccessLogSettings.OFF, new ErrorLogSettings(errorFile, "warn")), context));
        stop();
        assertFalse(Files.exists(accessFile));
        assertTrue(Files.exists(errorFile));
    }

    @Test
    void shouldDropAndCountWithoutWaitingWhenTheDiskStalls() throws Exception {
        Log4jAccessLog log = start();
        StalledAppender stalled = new StalledAppender();
        addToAccessLog(stalled);
        final long droppedBefore = FullRing.dropped();

        log.log(new SampleExchange().target("/0"));
        assertTrue(stalled.entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        int tooMany = 50;
        for (int i = 1; i < RING_SIZE + tooMany; i++) {
            log.log(new SampleExchange().target("/" + i)); // a wait here would be for ever
        }
        assertEquals(tooMany, FullRing.dropped() - droppedBefore);
        assertEquals(List.of(), stalled.records);

        stalled.released.countDown();
        stalled.await(RING_SIZE);
        log.log(new SampleExchange().target("/after"));
        stop();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < RING_SIZE; i++) {
            expected.add("200 /" + i);
        }
        expected.add("200 /after");
        assertEquals(expected, stalled.records);
        assertEquals(expected, Files.readAllLines(accessFile));
        assertEquals(tooMany, FullRing.dropped() - droppedBefore);
    }

    @Test
    void shouldWaitForTheDiskWhenItIsAskedTo() throws Exception {
        Log4jAccessLog log = start();
        StalledAppender stalled = new StalledAppender();
        addToAccessLog(stalled);
        final long droppedBefore = FullRing.dropped();
        FullRing.block(true);
        try {
            int count = 2 * RING_SIZE;
            Thread owner = new Thread(() -> {
                for (int i = 0; i < count; i++) {
                    log.log(new SampleExchange().target("/" + i));
                }
            });
            owner.start();
            assertTrue(stalled.entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
            stalled.released.countDown();
            owner.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            stop();
            assertEquals(count, stalled.records.size());
            assertEquals(count, Files.readAllLines(accessFile).size());
            assertEquals(droppedBefore, FullRing.dropped());
        } finally {
            stalled.released.countDown();
            FullRing.block(false);
        }
    }

    @Test
    void shouldLoseNothingWhenFilesAreMovedAndOpenedAgainWhileOwnersLog() throws Exception {
        LogSettings settings = settings(accessFile, LogRotation.NONE);
        context.start(LogConfiguration.of(settings, context));
        ProgramLog program = new ProgramLog(context, settings);
        Log4jAccessLog log = accessLog();
        WatchingAppender watching = watch();
        int pieces = 20;
        int logged = 0;
        for (int piece = 0; piece < pieces; piece++) {
            Files.move(accessFile, folder.resolve("moved." + piece));
            for (int i = 0; i < RING_SIZE / 2; i++) {
                log.log(new SampleExchange().target("/" + logged++));
            }
            program.reopen();
            assertTrue(Files.exists(accessFile), "the new file is there");
            watching.await(logged);
            log.log(new SampleExchange().target("/" + logged++));
            watching.await(logged);
            assertTrue(Files.readAllLines(accessFile).contains("200 /" + (logged - 1)), "in the new file");
        }
        stop();
        List<String> all = new ArrayList<>();
        for (int piece = 0; piece < pieces; piece++) {
            all.addAll(Files.readAllLines(folder.resolve("moved." + piece)));
        }
        all.addAll(Files.readAllLines(accessFile));
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < logged; i++) {
            expected.add("200 /" + i);
        }
        assertEquals(expected, all);
    }

    @Test
    void shouldOpenTheErrorLogAgainToo() throws Exception {
        LogSettings settings = settings(accessFile, LogRotation.NONE);
        context.start(LogConfiguration.of(settings, context));
        Files.move(errorFile, folder.resolve("moved"));
        new ProgramLog(context, settings).reopen();
        context.getLogger("io.ejet").info("told");
        stop();
        assertEquals("", Files.readString(folder.resolve("moved")));
        assertTrue(Files.readString(errorFile).contains("told"));
    }

    @Test
    void shouldGoOnWritingTheOldFileWhenItCannotBeOpenedAgain() throws Exception {
        LogSettings settings = settings(accessFile, LogRotation.NONE);
        context.start(LogConfiguration.of(settings, context));
        Path moved = folder.resolve("moved");
        Files.move(accessFile, moved);
        Files.createDirectory(accessFile);
        new ProgramLog(context, settings).reopen();
        accessLog().log(new SampleExchange().target("/x"));
        stop();
        assertEquals(List.of("200 /x"), Files.readAllLines(moved));
        assertTrue(Files.readString(errorFile).contains("stays open under its old name"), Files.readString(errorFile));
    }

    @Test
    void shouldLoseNothingWhenSettingsChangeWhileOwnersLog() throws Exception {
        LogSettings before = settings(accessFile, LogRotation.NONE);
        context.start(LogConfiguration.of(before, context));
        ProgramLog program = new ProgramLog(context, before);
        Path other = folder.resolve("other.log");
        AccessLogSettings site = new AccessLogSettings(true, folder.resolve("site.log"), FORMAT);
        AtomicInteger logged = new AtomicInteger();
        AtomicBoolean isOver = new AtomicBoolean();
        Log4jAccessLog log = accessLog();
        FullRing.block(true);
        Thread owner = new Thread(() -> {
            while (!isOver.get()) {
                log.log(new SampleExchange().target("/" + logged.getAndIncrement()));
            }
        });
        owner.start();
        try {
            for (int i = 0; i < 20; i++) {
                AccessLogSettings access = new AccessLogSettings(
                        i % 5 != 4, i % 2 == 0 ? other : accessFile, FORMAT, LogRotation.NONE, true);
                LogSettings after = LogSettings.of(access, new ErrorLogSettings(errorFile, "info"));
                after.access().put(LogSettings.siteLogger(site), LogSettings.Destination.of(site));
                program.change(after);
                int seen = logged.get();
                while (logged.get() < seen + 100) {
                    Thread.onSpinWait();
                }
            }
            isOver.set(true);
            owner.join();
            program.ofSite(site).log(new SampleExchange().target("/site"));
            stop();
        } finally {
            isOver.set(true);
            FullRing.block(false); // not before: the ring is full, and what came now would be dropped
        }
        List<String> all = new ArrayList<>(Files.readAllLines(accessFile));
        all.addAll(Files.readAllLines(other));
        assertEquals(logged.get(), all.size());
        assertEquals(logged.get(), all.stream().distinct().count());
        assertEquals(List.of("200 /site"), Files.readAllLines(site.file()));
    }

    @Test
    void shouldChangeNothingWhenANewFileCannotBeWritten() throws Exception {
        LogSettings before = settings(accessFile, LogRotation.NONE);
        context.start(LogConfiguration.of(before, context));
        ProgramLog program = new ProgramLog(context, before);
        LogSettings after = settings(folder.resolve("none/x.log"), LogRotation.NONE);
        assertThrows(StartFailure.class, () -> program.change(after));
        accessLog().log(new SampleExchange().target("/x"));
        stop();
        assertEquals(List.of("200 /x"), Files.readAllLines(accessFile));
    }

    @Test
    void shouldPutFilesAsideAndKeepSomeWhenTheyAreLarge() throws Exception {
        Path odd = folder.resolve("a %d ${java:version}.log");
        context.start(LogConfiguration.of(settings(odd, new LogRotation(1000, LogRotation.Every.NEVER, 3)), context));
        Log4jAccessLog log = accessLog();
        WatchingAppender watching = watch();
        for (int i = 0; i < 1000; i++) {
            log.log(new SampleExchange().target("/" + i));
            if (i % (RING_SIZE / 2) == 0) {
                watching.await(i + 1);
            }
        }
        stop();
        assertEquals(
                List.of(
                        odd.getFileName() + "",
                        odd.getFileName() + ".1",
                        odd.getFileName() + ".2",
                        odd.getFileName() + ".3"),
                files("a %d"));
        List<String> all = new ArrayList<>();
        for (String suffix : List.of(".3", ".2", ".1", "")) {
            Path file = folder.resolve(odd.getFileName() + suffix);
            assertTrue(Files.size(file) < 1100, file + " has " + Files.size(file));
            all.addAll(Files.readAllLines(file));
        }
        assertEquals("200 /999", all.get(all.size() - 1));
        assertEquals(all.size(), 1000 - Integer.parseInt(all.get(0).substring("200 /".length())), "in order, whole");
    }

    /** A host's log becomes that of the server: the file is the same, and its new rotation holds at once. */
    @Test
    void shouldRotateAsTheNewSettingsSayWhenAnotherLoggerHasTheFileNow() throws Exception {
        AccessLogSettings site = new AccessLogSettings(true, accessFile, FORMAT);
        LogSettings before = LogSettings.of(AccessLogSettings.OFF, new ErrorLogSettings(errorFile, "info"));
        before.access().put(LogSettings.siteLogger(site), LogSettings.Destination.of(site));
        context.start(LogConfiguration.of(before, context));
        ProgramLog program = new ProgramLog(context, before);
        program.change(settings(accessFile, new LogRotation(1000, LogRotation.Every.NEVER, 3)));
        Log4jAccessLog log = accessLog();
        for (int i = 0; i < RING_SIZE - 1; i++) {
            log.log(new SampleExchange().target("/123456789"));
        }
        stop();
        assertEquals(List.of("access.log", "access.log.1"), files("access"));
    }

    @Test
    void shouldNameFilesByTheirDayAndRemoveTheOldest() throws Exception {
        for (String old : List.of("2020-01-01.1", "2020-01-02.1", "2020-01-02.2", "2020-01-02.2.gz", "bak")) {
            Files.writeString(folder.resolve("access.log." + old), old);
        }
        LogRotation daily = new LogRotation(1000, LogRotation.Every.DAY, 2);
        context.start(LogConfiguration.of(settings(accessFile, daily), context));
        Log4jAccessLog log = accessLog();
        WatchingAppender watching = watch();
        for (int i = 0; i < 500; i++) {
            log.log(new SampleExchange().target("/" + i));
            if (i % (RING_SIZE / 2) == 0) {
                watching.await(i + 1);
            }
        }
        stop();
        List<String> files = files("access.log");
        assertEquals(5, files.size(), files.toString());
        assertTrue(
                files.containsAll(List.of("access.log", "access.log.bak", "access.log.2020-01-02.2.gz")), "not ours");
        assertEquals(
                2,
                files.stream()
                        .filter(name -> name.matches("access.log.20[2-9]\\d-\\d\\d-\\d\\d\\.\\d+"))
                        .count(),
                files.toString());
    }

    private List<String> files(String beginning) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(beginning))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldWriteInBatchesWhenItIsConfigured() {
        start();
        assertInstanceOf(BatchingWait.Factory.class, context.getConfiguration().getAsyncWaitStrategyFactory());
    }

    @Test
    void shouldAllocateNothingOnTheOwnerWhenItIsWarm() {
        Log4jAccessLog log = start();
        SampleExchange exchange = new SampleExchange();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long quietestBytes = Long.MAX_VALUE;
        for (int window = 0; window < 6; window++) {
            long beforeBytes = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 50_000; round++) {
                log.log(exchange);
            }
            quietestBytes = Math.min(quietestBytes, threads.getCurrentThreadAllocatedBytes() - beforeBytes);
        }
        assertEquals(0, quietestBytes, "bytes allocated in 50,000 records");
    }

    private WatchingAppender watch() {
        WatchingAppender watching = new WatchingAppender();
        addToAccessLog(watching);
        return watching;
    }

    private void addToAccessLog(AbstractAppender appender) {
        appender.start();
        context.getConfiguration().getLoggerConfig(Log4jAccessLog.LOGGER).addAppender(appender, null, null);
        context.updateLoggers();
    }

    /** Keeps what it gets; the file appender before it has it by then. */
    private static class WatchingAppender extends AbstractAppender {
        final List<String> records = new CopyOnWriteArrayList<>();

        WatchingAppender() {
            super("watching", null, null, true, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            records.add(event.getMessage().getFormattedMessage());
            synchronized (this) {
                notifyAll();
            }
        }

        void await(int count) throws InterruptedException {
            long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            synchronized (this) {
                while (records.size() < count) {
                    long leftNs = deadlineNs - System.nanoTime();
                    assertTrue(leftNs > 0, "only " + records);
                    TimeUnit.NANOSECONDS.timedWait(this, leftNs);
                }
            }
        }
    }

    /** A disk that stalls with the first record. */
    private static final class StalledAppender extends WatchingAppender {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void append(LogEvent event) {
            entered.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            super.append(event);
        }
    }
}
