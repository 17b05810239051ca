package io.epump.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.epump.TakenDescriptors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The resolver of a process that has no descriptor left, and what it does when there are some again. */
class ResolverShortageTest {
    private static final long LOOK_NS = 1_000_000_000L;

    @TempDir
    Path directory;

    /** A file that could not be read has not changed since; it is read all the same. */
    @Test
    void shouldReadFileAgainWhenItCouldNotBeRead() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "before");
        List<IOException> told = new ArrayList<>();
        WatchedFile<String> early = new WatchedFile<>(file, 1000, text -> text, told::add);
        assertEquals("before", early.value(0));
        Files.writeString(file, "afterwards");
        WatchedFile<String> late;
        try (TakenDescriptors taken = new TakenDescriptors()) {
            late = unread(file, taken, told);
            told.clear();
            assertEquals("", late.value(LOOK_NS / 2));
        }
        assertEquals("afterwards", early.value(4 * LOOK_NS));
        assertEquals("afterwards", late.value(4 * LOOK_NS));
        assertEquals(List.of(), told);
    }

    /** A file of which the first look has found no descriptor. */
    private static WatchedFile<String> unread(Path file, TakenDescriptors taken, List<IOException> told) {
        for (int i = 0; i < TakenDescriptors.TRIES; i++) {
            WatchedFile<String> watched = new WatchedFile<>(file, 1000, text -> text, told::add);
            taken.take();
            if (watched.value(0).isEmpty()) {
                assertEquals(1, told.size(), told::toString);
                return watched;
            }
        }
        throw new AssertionError("reads although there is no descriptor");
    }

    @Test
    void shouldAnswerAndAskAgainLaterWhenThereIsNoSocketForAQuestion() throws IOException {
        try (ResolverBench bench = new ResolverBench(directory)) {
            bench.server.script = asked -> asked.answer(asked.question().getName() + " 300 A 192.0.2.1");
            assertEquals("192.0.2.1", bench.find("www.example.org"));
            bench.stepped.settle(); // what that has opened is closed
            String unasked = "";
            try (TakenDescriptors taken = new TakenDescriptors()) {
                for (int i = 0; i < TakenDescriptors.TRIES && !bench.last().equals("UNREACHABLE"); i++) {
                    unasked = "www" + i + ".example.com";
                    taken.take();
                    bench.ask(unasked);
                    for (int turn = 0; turn < 50; turn++) {
                        bench.stepped.turnOwners();
                    }
                }
                bench.stepped.takeFailures();
                assertEquals("UNREACHABLE", bench.last());
                assertEquals(0, bench.stepped.system().statistics().devices());
            }
            assertEquals("192.0.2.1", bench.find(unasked));
        }
    }
}
