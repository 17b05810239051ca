package io.ejet.file;

import io.ejet.conf.SymlinkPolicy;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The file system of the machine.
 *
 * <p>Where not every link is followed, a file is found first and then opened by {@link LinkFreeDescent} under the name
 * that was found, following none: what changes in between leads to nothing but "not found".
 */
final class LocalDisk implements Disk {
    private static final int TRIES = 3;

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class);
    }

    @Override
    public OpenedFile open(FileRoot root, Path file, SymlinkPolicy links) throws IOException {
        return switch (links) {
            case ON ->
                OpenedFile.open(file, () -> attributes(file), () -> FileChannel.open(file, StandardOpenOption.READ));
            case OFF -> LinkFreeDescent.open(root.fixed(), root.fixed().relativize(file));
            case INSIDE -> openInside(root, file);
        };
    }

    private static OpenedFile openInside(FileRoot root, Path file) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Path realRoot = root.real();
            Path realFile = file.toRealPath();
            if (realFile.startsWith(realRoot)) {
                return LinkFreeDescent.open(realRoot, realRoot.relativize(realFile));
            }
            if (realRoot.equals(root.real())) { // else the root is a link that has just been turned: a new release
                break;
            }
        }
        throw new NoSuchFileException(file.toString(), null, "a link leads outside");
    }

    @Override
    public FolderList list(FileRoot root, Path folder, SymlinkPolicy links) throws IOException {
        return FolderReader.read(root, folder, links);
    }

    @Override
    public boolean isAdmitted(FileRoot root, Path file, SymlinkPolicy links) throws IOException {
        return switch (links) {
            case ON -> true;
            case OFF -> isLinkFree(root.fixed(), root.fixed().relativize(file));
            case INSIDE -> file.toRealPath().startsWith(root.real());
        };
    }

    private static boolean isLinkFree(Path root, Path below) throws IOException {
        Path reached = root;
        for (Path name : below) {
            reached = reached.resolve(name);
            if (!reached.equals(root) // the root itself, when nothing is below
                    && Files.readAttributes(reached, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isSymbolicLink()) {
                return false;
            }
        }
        return true;
    }
}
