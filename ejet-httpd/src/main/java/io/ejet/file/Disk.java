package io.ejet.file;

import io.ejet.conf.SymlinkPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What is asked of the file system. A seam: tests count what is opened, and let it fail.
 *
 * <p>Threading: any thread; every call may block.
 */
interface Disk {
    /**
     * What a file is; links are followed.
     *
     * @param file its name
     * @return its attributes
     * @throws IOException when there is none, or it cannot be reached
     */
    BasicFileAttributes attributes(Path file) throws IOException;

    /**
     * Opens a regular file for reading.
     *
     * @param root the folder it is to lie below
     * @param file its name, {@code root} at its beginning
     * @param links which links are followed
     * @return the open file
     * @throws java.nio.file.NoSuchFileException when there is none, or a link leads to it that is not followed
     * @throws IOException for whatever else
     */
    OpenedFile open(FileRoot root, Path file, SymlinkPolicy links) throws IOException;

    /**
     * Reads a folder.
     *
     * @param root the folder it is to lie below, or be
     * @param folder its name, {@code root} at its beginning
     * @param links which links are followed, on the way there and in it
     * @return what may be seen of it
     * @throws java.nio.file.NoSuchFileException when there is none, or a link leads to it that is not followed
     * @throws IOException for whatever else
     */
    FolderList list(FileRoot root, Path folder, SymlinkPolicy links) throws IOException;

    /**
     * Whether a file or folder may be spoken of: no link leads to it that is not followed.
     *
     * @param root the folder it is to lie below
     * @param file its name, {@code root} at its beginning
     * @param links which links are followed
     * @return false when it counts as not found
     * @throws IOException when it cannot be reached
     */
    boolean isAdmitted(FileRoot root, Path file, SymlinkPolicy links) throws IOException;
}
