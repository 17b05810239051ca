package io.ejet.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a running server tells of its last reload, in a file beside its pid lock file, which {@code ejet reload} reads:
 *
 * <pre>
 *   PROCESS NUMBER STATE CONFIGURATION
 *   a line of what there is to know, and so on
 * </pre>
 *
 * <p>Immutable. Bounds: {@value #MOST_CHARS} characters are read and written, and whole lines of them.
 *
 * @param process the server's id
 * @param number of the reload, counted from 1; 0 before the first
 * @param state how it goes
 * @param configuration the file that the server reads, whoever asks it to; absolute
 * @param lines what the operator should know of it
 */
record ReloadReport(long process, long number, State state, Path configuration, List<String> lines) {
    private static final int MOST_CHARS = 64 * 1024;
    private static final int WORDS = 4;

    /** How a reload goes. */
    enum State {
        /** There was none; the server hears of it when there is to be one. */
        READY,
        /** The configuration is being read. */
        RUNNING,
        /** The configuration is in effect. */
        TAKEN,
        /** Nothing was changed. */
        REFUSED;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ReloadReport {
        lines = List.copyOf(lines);
    }

    /** Where the server with this pid lock file tells. */
    static Path beside(Path lockFile) {
        return lockFile.resolveSibling(lockFile.getFileName() + ".reload");
    }

    /** Whether it is known how the reload has ended. */
    boolean isFinal() {
        return state == State.TAKEN || state == State.REFUSED;
    }

    /** Reads a report; null when there is none that can be understood. */
    static ReloadReport read(Path file) throws IOException {
        List<String> lines;
        try {
            if (Files.size(file) > 4L * MOST_CHARS) { // bytes of as many characters
                return null;
            }
            lines = Files.readString(file).lines().toList();
        } catch (NoSuchFileException none) {
            return null;
        }
        String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
        Path configuration = words.length == WORDS ? path(words[WORDS - 1]) : null;
        if (configuration == null) {
            return null;
        }
        for (State state : State.values()) {
            if (words[2].equals(state.word()) && isNumber(words[0]) && isNumber(words[1])) {
                List<String> rest = lines.subList(1, lines.size());
                return new ReloadReport(Long.parseLong(words[0]), Long.parseLong(words[1]), state, configuration, rest);
            }
        }
        return null;
    }

    /** As a URI, for names may have blanks and line ends; null if it is none of a file. */
    private static Path path(String uri) {
        try {
            return Path.of(URI.create(uri));
        } catch (IllegalArgumentException | FileSystemNotFoundException none) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        return text.matches("\\d{1,18}");
    }

    /** Writes it whole or not at all: nobody reads half of it. */
    void write(Path file) throws IOException {
        List<String> all =
                new ArrayList<>(List.of(process + " " + number + " " + state.word() + " " + configuration.toUri()));
        int chars = all.get(0).length() + 1;
        for (String line : lines) {
            chars += line.length() + 1;
            if (chars <= MOST_CHARS) {
                all.add(line);
            }
        }
        Path written = Files.createTempFile(file.toAbsolutePath().getParent(), "ejet", ".reload");
        try {
            Files.write(written, all, StandardCharsets.UTF_8);
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
