package io.ejet.conf;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** File names of a configuration: relative ones count from the folder of its first file. */
final class ConfigPaths {
    private final Path folder;
    private final ConfigErrors errors;

    ConfigPaths(Path folder, ConfigErrors errors) {
        this.folder = folder.toAbsolutePath().normalize();
        this.errors = errors;
    }

    /** From where relative names count, absolute. */
    Path folder() {
        return folder;
    }

    /** The folder that all others lie in. */
    Path top() {
        return folder.getRoot();
    }

    /** A folder to serve; it has to be there and readable. Null if it is not, which has been told. */
    Path folderToRead(String name, ConfigPlace place) {
        Path path = resolve(name, place);
        if (path == null) {
            return null;
        }
        String problem = problemOfFolder(path);
        if (problem != null) {
            errors.error(place, problem, expected("a folder", name));
            return null;
        }
        return path;
    }

    /** What keeps a folder from being served; null if nothing does. */
    static String problemOfFolder(Path path) {
        if (!Files.exists(path)) {
            return "there is no folder " + path;
        } else if (!Files.isDirectory(path)) {
            return path + " is not a folder";
        } else if (!Files.isReadable(path) || !Files.isExecutable(path)) {
            return "the folder " + path + " cannot be read: permission denied";
        }
        return null;
    }

    /**
     * A file to write; the folder has to be there.
     *
     * @param isUsed whether it will be written, so that the folder matters
     */
    Path fileToWrite(String name, ConfigPlace place, boolean isUsed) {
        Path path = resolve(name, place);
        if (path != null && isUsed && (Files.isDirectory(path) || !Files.isDirectory(path.getParent()))) {
            errors.error(
                    place,
                    Files.isDirectory(path)
                            ? path + " is a folder"
                            : "there is no folder " + path.getParent() + " for this file",
                    expected("a file", name));
        }
        return path;
    }

    /** A file to read; it has to be there. Null if it is not, which has been told. */
    Path fileToRead(String name, ConfigPlace place) {
        Path path = resolve(name, place);
        if (path != null && !Files.isRegularFile(path)) {
            errors.error(
                    place,
                    Files.exists(path) ? path + " is not a file" : "there is no file " + path,
                    expected("a file", name));
            return null;
        }
        return path;
    }

    private String expected(String what, String name) {
        String from = Path.of(name).isAbsolute() ? "" : ", which counts from " + folder;
        return "expected: the name of " + what + from;
    }

    private Path resolve(String name, ConfigPlace place) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            // What the locale cannot write is one reason.
            errors.error(place, Quoted.of(name) + " is not a file name: " + e.getReason(), "");
            return null;
        }
    }
}
