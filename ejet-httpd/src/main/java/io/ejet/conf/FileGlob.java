package io.ejet.conf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A file name with wildcards: {@code *} any characters, {@code ?} one, {@code [..]} one of these; none of them a slash. A
 * file whose name begins with a dot is meant only if the pattern begins with one.
 */
final class FileGlob {
    private final Path folder;
    private final String pattern;

    /**
     * A pattern.
     *
     * @param folder from where a relative one counts
     * @param pattern names with wildcards, separated by slashes
     */
    FileGlob(Path folder, String pattern) {
        this.folder = folder;
        this.pattern = pattern;
    }

    private static boolean hasWildcard(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0 || name.indexOf('[') >= 0;
    }

    /** Whether it means one file only. */
    boolean isPlain() {
        return !hasWildcard(pattern);
    }

    /** The file that a plain one means. */
    Path path() {
        return folder.resolve(pattern);
    }

    /** Whether the folder above the first wildcard is there. */
    boolean hasFolder() {
        return Files.isDirectory(folder.resolve(beforeWildcard()));
    }

    private String beforeWildcard() {
        int wildcard = 0;
        while (wildcard < pattern.length() && !hasWildcard(pattern.substring(wildcard, wildcard + 1))) {
            wildcard++;
        }
        return pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1);
    }

    /**
     * The files that are there, no folders.
     *
     * @param most how many at most
     * @return in the order of their names
     */
    List<Path> files(int most) throws IOException {
        String fixed = beforeWildcard();
        List<Path> found = List.of(folder.resolve(fixed));
        for (String name : pattern.substring(fixed.length()).split("/", -1)) {
            List<Path> below = new ArrayList<>();
            for (Path parent : found) {
                below.addAll(hasWildcard(name) ? matching(parent, name, most) : List.of(parent.resolve(name)));
            }
            found = below;
        }
        return found.stream().filter(Files::isRegularFile).limit(most).toList();
    }

    private static List<Path> matching(Path parent, String name, int most) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        PathMatcher matcher = matcher(name);
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> isMeant(child.getFileName(), name, matcher))
                    .sorted()
                    .limit(most)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isMeant(Path child, String name, PathMatcher matcher) {
        return matcher.matches(child) && (!child.toString().startsWith(".") || name.startsWith("."));
    }

    /** The JDK's patterns know braces too; here they are ordinary characters. */
    private static PathMatcher matcher(String name) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + name.replaceAll("[{}]", "\\\\$0"));
        } catch (PatternSyntaxException e) {
            throw new InvalidPathException(name, e.getDescription());
        }
    }
}
