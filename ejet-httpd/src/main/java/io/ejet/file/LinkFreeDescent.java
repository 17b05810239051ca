package io.ejet.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * Opens a file or a folder below a folder and follows no link on the way: each folder is opened by its name in the one before, as
 * {@code openat} with {@code O_NOFOLLOW} does, so that nothing can be exchanged for a link between check and open.
 *
 * <p>What remains: a file that is a regular one when it is looked at and a pipe when it is opened blocks the thread until
 * somebody writes to the pipe (Java has no {@code O_NONBLOCK} for files); a folder that is moved out of the root while it
 * is open still leads to its files; and where the system has no such calls, {@link #openChecked} does with a check before
 * and after, which a link that appears and disappears at the right moments gets past.
 *
 * <p>Bounds: two descriptors for the folder it is in, and two for the next one while it is opened.
 */
final class LinkFreeDescent {
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private LinkFreeDescent() {}

    /**
     * Opens a regular file for reading.
     *
     * @param root a folder; links in its own name are followed
     * @param below the file's name from there, without dot segments
     * @return the open file
     * @throws NoSuchFileException when there is none, or one of the names is a link
     * @throws IOException for whatever else
     */
    static OpenedFile open(Path root, Path below) throws IOException {
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (top instanceof SecureDirectoryStream<Path> secure) {
                try (SecureDirectoryStream<Path> folder = descend(secure, below, below.getNameCount() - 1)) {
                    return openIn(folder, below);
                }
            }
        }
        return openChecked(root, below);
    }

    /** Reads an open folder. */
    interface Reading {
        FolderList read(DirectoryStream<Path> folder) throws IOException;
    }

    /**
     * Opens a folder and has it read.
     *
     * @param root a folder; links in its own name are followed
     * @param below the folder's name from there, without dot segments; empty for the root itself
     * @param reading reads it
     * @return what that has read
     * @throws NoSuchFileException when there is none, or one of the names is a link
     * @throws IOException for whatever else
     */
    static FolderList list(Path root, Path below, Reading reading) throws IOException {
        int depth = below.toString().isEmpty() ? 0 : below.getNameCount();
        try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
            if (top instanceof SecureDirectoryStream<Path> secure) {
                try (SecureDirectoryStream<Path> folder = descend(secure, below, depth)) {
                    return reading.read(folder);
                }
            }
        }
        return listChecked(root, below, reading);
    }

    /** The same without the help of the system: looks for links before and after. */
    static FolderList listChecked(Path root, Path below, Reading reading) throws IOException {
        requireFolders(root, below);
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(root.resolve(below))) {
            FolderList list = reading.read(folder);
            requireFolders(root, below);
            return list;
        }
    }

    private static void requireFolders(Path root, Path below) throws IOException {
        Path reached = root;
        for (Path name : below) {
            reached = reached.resolve(name);
            require(reached.equals(root) || Files.isDirectory(reached, LinkOption.NOFOLLOW_LINKS), below);
        }
    }

    /** Each folder is closed as soon as the next is open, the first one too: closing again does nothing. */
    private static SecureDirectoryStream<Path> descend(SecureDirectoryStream<Path> top, Path below, int names)
            throws IOException {
        SecureDirectoryStream<Path> folder = top;
        boolean isReached = false;
        try {
            for (int depth = 0; depth < names; depth++) {
                Path name = below.getName(depth);
                // a link, or a pipe that would block, is not even tried
                require(view(folder, name).readAttributes().isDirectory(), below);
                SecureDirectoryStream<Path> next = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
                folder.close();
                folder = next;
            }
            isReached = true;
            return folder;
        } finally {
            if (!isReached) {
                folder.close();
            }
        }
    }

    private static OpenedFile openIn(SecureDirectoryStream<Path> folder, Path below) throws IOException {
        Path name = below.getFileName();
        BasicFileAttributeView view = view(folder, name);
        OpenedFile.Attributes regular = () -> {
            BasicFileAttributes attributes = view.readAttributes();
            require(attributes.isRegularFile(), below);
            return attributes;
        };
        return OpenedFile.open(below, regular, () -> folder.newByteChannel(name, READ));
    }

    /** The same without the help of the system: looks for links before and after. */
    static OpenedFile openChecked(Path root, Path below) throws IOException {
        Path file = root.resolve(below);
        return OpenedFile.open(below, () -> checkedAttributes(root, below), () -> Files.newByteChannel(file, READ));
    }

    private static BasicFileAttributes checkedAttributes(Path root, Path below) throws IOException {
        Path reached = root;
        BasicFileAttributes attributes = null;
        for (Path name : below) {
            require(attributes == null || attributes.isDirectory(), below);
            reached = reached.resolve(name);
            attributes = Files.readAttributes(reached, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        }
        require(attributes != null && attributes.isRegularFile(), below);
        return attributes;
    }

    private static BasicFileAttributeView view(SecureDirectoryStream<Path> folder, Path name) {
        return folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static void require(boolean holds, Path below) throws NoSuchFileException {
        if (!holds) {
            throw new NoSuchFileException(below.toString());
        }
    }
}
