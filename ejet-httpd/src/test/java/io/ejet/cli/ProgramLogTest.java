package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ejet.conf.AccessLogSettings;
import io.ejet.conf.ErrorLogSettings;
import io.ejet.log.AccessLogFormat;
import io.ejet.log.Log4jAccessLog;
import io.ejet.log.SampleExchange;
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

    private Log4jAccessLog start() {
        context.start(ProgramLog.configuration(
                new AccessLogSettings(true, accessFile, ""), new ErrorLogSettings(errorFile, "info")));
        return accessLog();
    }

    private Log4jAccessLog accessLog() {
        return new Log4jAccessLog(
                AccessLogFormat.compile("$status $uri", ZoneOffset.UTC),
                context.getLogger(Log4jAccessLog.LOGGER, ReusableMessageFactory.INSTANCE));
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
        context.start(ProgramLog.configuration(AccessLogSettings.OFF, new ErrorLogSettings(errorFile, "warn")));
        stop();
        assertFalse(Files.exists(accessFile));
        assertTrue(Files.exists(errorFile));
    }

    @Test
    void shouldDropAndCountWithoutWaitingWhenTheDiskStalls() throws Exception {
        Log4jAccessLog log = start();
        StalledAppender stalled = new StalledAppender();
        addToAccessLog(stalled);
        final long droppedBefore = DropWhenFull.dropped();

        log.log(new SampleExchange().target("/0"));
        assertTrue(stalled.entered.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
        int tooMany = 50;
        for (int i = 1; i < RING_SIZE + tooMany; i++) {
            log.log(new SampleExchange().target("/" + i)); // a wait here would be for ever
        }
        assertEquals(tooMany, DropWhenFull.dropped() - droppedBefore);
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
        assertEquals(tooMany, DropWhenFull.dropped() - droppedBefore);
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
