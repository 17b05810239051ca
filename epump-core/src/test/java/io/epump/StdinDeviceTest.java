package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.buffer.PooledBuffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Standard input, its thread played by the test: what is read when, what is told, and what a closed device leaves behind. */
class StdinDeviceTest {
    private static final int ROUNDS = 20;

    private final SteppedStream stream = new SteppedStream();
    private final StreamThread thread = stream.reader();
    private final List<IOEventType> events = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** Takes all there is, by buffers of the pool. */
    private void takeAll(Object context, IOSource source, IOEventType event, FdType fdType) {
        assertEquals(FdType.STDIN, fdType);
        events.add(event);
        StdinDevice device = (StdinDevice) source;
        for (PooledBuffer buffer = device.receive(); buffer != null; buffer = device.receive()) {
            text.append(StandardCharsets.ISO_8859_1.decode(buffer.bytes()));
            buffer.release();
        }
    }

    /** Takes two bytes. */
    private void takeTwo(Object context, IOSource source, IOEventType event, FdType fdType) {
        events.add(event);
        ByteBuffer two = ByteBuffer.allocate(2);
        if (((StdinDevice) source).read(two) > 0) {
            text.append(StandardCharsets.ISO_8859_1.decode(two.flip()));
        }
    }

    private static List<IOEventType> reads(int count) {
        return java.util.Collections.nCopies(count, IOEventType.READ);
    }

    /** What was read is not told again by the thread: the new pump must look. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellTheRestWhenThePumpChangesBeforeAllIsTaken(int workers) throws IOException {
        try (DrivenSystem driven =
                new DrivenSystem(DrivenSystem.settings(workers).pumps(2))) {
            StdinDevice device = driven.system.stdin(
                    thread,
                    (context, source, event, fdType) -> {
                        int here = ((StdinDevice) source).pump().index();
                        takeTwo(context, source, event, fdType);
                        ((StdinDevice) source).rebind(Bind.given(1 - here));
                    },
                    null);
            stream.input.add("one two ");
            driven.turns(ROUNDS);
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertEquals("one two ", text.toString());
            assertEquals(8, device.bytesRead());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellReadWhenTheThreadHasRead(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            StdinDevice device = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            assertEquals(List.of(), events);

            for (String line : List.of("one ", "two ", "three")) {
                stream.input.add(line);
                assertTrue(thread.step(), "it may read again, as all was taken");
                driven.turns(ROUNDS);
            }

            assertEquals("one two three", text.toString());
            assertEquals(reads(3), events);
            assertEquals(13, device.bytesRead());
            assertFalse(device.isInputEnded());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReadOneBufferAheadOnlyWhenReadIsNotWanted(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            StdinDevice device = driven.system.stdin(
                    thread,
                    new IOHandler() {
                        @Override
                        public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
                            takeAll(context, source, event, fdType);
                        }

                        @Override
                        public void onUserEvent(Object context, IOSource source, int code, Object payload) {
                            if (code == 10_000) {
                                ((IODevice) source).delNotify(IOEventType.READ);
                            } else {
                                ((IODevice) source).addNotify(IOEventType.READ);
                            }
                        }
                    },
                    null);
            device.post(10_000, null);
            driven.turns(ROUNDS);
            stream.input.addAll(List.of("ahead", " later"));
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertFalse(thread.step(), "the buffer is not taken yet");
            assertEquals(List.of(), events);
            device.post(10_001, null);
            driven.turns(ROUNDS);
            assertEquals("ahead", text.toString());
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertEquals("ahead later", text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellReadAgainWhenACallbackLeavesSomething(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            driven.system.stdin(thread, this::takeTwo, null);
            driven.turns(ROUNDS);
            stream.input.add("seven b");
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertEquals("seven b", text.toString());
            assertEquals(reads(4), events);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldReadTheLeaveOfEachEventOnlyWhenMoreIsThere(int workers) throws IOException {
        List<Integer> perEvent = new ArrayList<>();
        try (DrivenSystem driven =
                new DrivenSystem(DrivenSystem.settings(workers).readBytesPerEvent(4096))) {
            driven.system.stdin(
                    thread,
                    (context, source, event, fdType) -> {
                        int before = text.length();
                        takeAll(context, source, event, fdType);
                        perEvent.add(text.length() - before);
                    },
                    null);
            driven.turns(ROUNDS);
            stream.input.add("x".repeat(10_000));
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertEquals(List.of(4096, 4096, 1808), perEvent);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellTheEndOnceWhenInputHasEnded(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            StdinDevice device = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            stream.input.addAll(List.of("last", ""));
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertEquals("last", text.toString());
            assertEquals(reads(2), events);
            assertTrue(device.isInputEnded());
            assertNull(device.ioError());
            assertFalse(thread.step(), "nothing is read after the end");
            assertTrue(device.isOpen(), "the program closes it");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellTheErrorWhenReadingFails(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            StdinDevice device = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            IOException failure = new IOException("Input/output error");
            stream.failure = failure;
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertEquals(reads(1), events);
            assertTrue(device.isInputEnded());
            assertSame(failure, device.ioError());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldTellTheInputThatCameBeforeItsPumpKnewTheDevice(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            driven.system.stdin(thread, this::takeAll, null);
            stream.input.add("early");
            assertTrue(thread.step());
            driven.turns(ROUNDS);

            assertEquals("early", text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldRefuseASecondUntilTheFirstIsClosed(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            StdinDevice first = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            assertThrows(IllegalStateException.class, () -> driven.system.stdin(thread, this::takeAll, null));
            assertEquals(1, driven.system.statistics().devices());

            first.close();
            assertFalse(first.closed().isDone());
            driven.turns(ROUNDS);
            assertTrue(first.closed().isDone());
            driven.system.stdin(thread, this::takeAll, null).close();
            driven.turns(ROUNDS);
            assertEquals(0, driven.system.statistics().devices());
            assertEquals(List.of(), events);
        }
    }

    /** Its thread is in a read, which nothing ends: what that brings is not lost. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldKeepWhatComesLateForTheNextDevice(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            stream.input.add("late");
            StdinDevice first =
                    driven.system.stdin(thread, (context, source, event, fdType) -> events.add(event), null);
            StdinDevice[] second = {null};
            driven.turns(ROUNDS);
            duringRead(() -> {
                first.close();
                driven.turns(ROUNDS);
                assertTrue(first.closed().isDone(), "it has waited for nothing");
            });
            assertTrue(thread.isDone(), "nobody wants more");
            second[0] = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);

            assertEquals("late", text.toString());
            assertEquals(reads(1), events, "none for the first");
            assertEquals(2, stream.starts);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldGoOnWithItsThreadWhenThatIsStillInARead(int workers) throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(workers))) {
            stream.input.add("for the second");
            StdinDevice first =
                    driven.system.stdin(thread, (context, source, event, fdType) -> events.add(event), null);
            driven.turns(ROUNDS);
            duringRead(() -> {
                first.close();
                driven.turns(ROUNDS);
                openNext(driven);
                driven.turns(ROUNDS);
            });
            driven.turns(ROUNDS);

            assertEquals("for the second", text.toString());
            assertEquals(1, stream.starts, "one thread at a time");
        }
    }

    @Test
    void shouldReadNothingWhenNobodyHasTheInput() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            StdinDevice device = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            device.close();
            driven.turns(ROUNDS);
            stream.input.add("somebody else's");

            assertFalse(thread.step());
            assertTrue(thread.isDone());
        }
    }

    private void openNext(DrivenSystem driven) {
        try {
            driven.system.stdin(thread, this::takeAll, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void duringRead(Runnable action) {
        stream.duringTransfer = action;
        assertTrue(thread.step());
    }

    @Test
    void shouldTryAgainForTheNextDeviceWhenInputHadEnded() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            StdinDevice first = driven.system.stdin(thread, this::takeAll, null);
            stream.input.addAll(List.of("", "a terminal goes on after its end"));
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertTrue(first.isInputEnded());
            first.close();
            driven.turns(ROUNDS);
            assertTrue(thread.isDone());

            driven.system.stdin(thread, this::takeAll, null);
            assertTrue(thread.step());
            driven.turns(ROUNDS);
            assertEquals("a terminal goes on after its end", text.toString());
        }
    }

    @Test
    void shouldLeaveNothingWhenNoThreadCanBeStarted() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            stream.refuseStart = true;
            assertThrows(OutOfMemoryError.class, () -> driven.system.stdin(thread, this::takeAll, null));
            assertEquals(0, driven.system.statistics().devices());
            stream.refuseStart = false;
            driven.system.stdin(thread, this::takeAll, null);
            assertEquals(1, stream.starts);
        }
    }

    @Test
    void shouldRefuseWhatStandardInputCannotTell() throws IOException {
        try (DrivenSystem driven = new DrivenSystem(DrivenSystem.settings(0))) {
            StdinDevice device = driven.system.stdin(thread, this::takeAll, null);
            driven.turns(ROUNDS);
            OnOwner.run(
                    device.pump(),
                    () -> assertThrows(IllegalArgumentException.class, () -> device.addNotify(IOEventType.WRITE)));
            assertNull(device.localAddress());
            assertNull(device.remoteAddress());
        }
    }
}
