package io.epump.integration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The open file descriptors of this process, as Linux tells them; elsewhere none are told. */
final class Descriptors {
    private static final Path LIST = Path.of("/proc/self/fd");

    private Descriptors() {}

    static boolean areTold() {
        return Files.isDirectory(LIST);
    }

    /**
     * What each open descriptor stands for; jars and the JDK's own files, which class loading opens, left out, and what the JVM
     * looks at now and then to learn what it may have.
     */
    static List<String> open() {
        List<String> targets = new ArrayList<>();
        if (!areTold()) {
            return targets;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(LIST)) {
            for (Path entry : entries) {
                addTarget(targets, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return targets;
    }

    private static void addTarget(List<String> targets, Path entry) throws IOException {
        try {
            String target = Files.readSymbolicLink(entry).toString();
            boolean isOfJvm = target.endsWith(".jar")
                    || target.startsWith(System.getProperty("java.home"))
                    || target.startsWith("/sys/")
                    || target.startsWith("/proc/");
            if (!isOfJvm) {
                targets.add(target);
            }
        } catch (NoSuchFileException ignored) { // closed since the directory was read, as the directory's own is
            return;
        }
    }

    static int count() {
        return open().size();
    }
}
