package io.ejet.file;

import io.ejet.conf.SymlinkPolicy;
import io.ejet.http.UriPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Reads what may be seen of a folder: what a request for it would be answered with something but 404.
 *
 * <p>Left out are names that begin with a dot, names that no URL can say (control characters, bytes that are no text), devices
 * and pipes, and links that are not followed or lead nowhere.
 *
 * <p>Threading: blocks; one thread, once. Bounds: {@link #MOST_ENTRIES} looked at, those left out too, and
 * {@link #MOST_NAME_CHARS} kept; what is beyond is cut.
 */
final class FolderReader {
    static final int MOST_ENTRIES = 10_000;
    static final int MOST_NAME_CHARS = 1024 * 1024;

    private final Path folder;
    private final Path realRoot;
    private final SymlinkPolicy links;
    private final List<FolderEntry> entries = new ArrayList<>();
    private int nameChars;

    private FolderReader(Path folder, Path realRoot, SymlinkPolicy links) {
        this.folder = folder;
        this.realRoot = realRoot;
        this.links = links;
    }

    /**
     * Reads a folder.
     *
     * @param root the folder it is to lie below, or be
     * @param folder its name, the root's at its beginning
     * @param links which links are followed, on the way there and in it
     * @return what is there
     * @throws NoSuchFileException when there is none, or a link leads to it that is not followed
     * @throws IOException for whatever else
     */
    static FolderList read(FileRoot root, Path folder, SymlinkPolicy links) throws IOException {
        Path realRoot = links == SymlinkPolicy.ON ? root.folder().toRealPath() : root.real();
        return switch (links) {
            case ON -> {
                try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
                    yield new FolderReader(folder, realRoot, links).list(found);
                }
            }
            case OFF ->
                LinkFreeDescent.list(
                        root.fixed(), root.fixed().relativize(folder), new FolderReader(folder, realRoot, links)::list);
            case INSIDE -> {
                Path real = folder.toRealPath();
                if (!real.startsWith(realRoot)) {
                    throw new NoSuchFileException(folder.toString(), null, "a link leads outside");
                }
                yield LinkFreeDescent.list(
                        realRoot, realRoot.relativize(real), new FolderReader(real, realRoot, links)::list);
            }
        };
    }

    private FolderList list(DirectoryStream<Path> found) throws IOException {
        int looked = 0;
        try {
            for (Path entry : found) {
                if (looked++ == MOST_ENTRIES || nameChars > MOST_NAME_CHARS) {
                    return new FolderList(entries, true);
                }
                look(found, entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return new FolderList(entries, false);
    }

    private void look(DirectoryStream<Path> found, Path name) {
        String text = name.toString();
        if (text.startsWith(".") || !isSayable(name, text)) {
            return;
        }
        try {
            BasicFileAttributes attributes = attributes(found, name);
            boolean isFollowed = !attributes.isSymbolicLink() || links != SymlinkPolicy.OFF;
            BasicFileAttributes shown = isFollowed && attributes.isSymbolicLink() ? target(name) : attributes;
            if (isFollowed && (shown.isDirectory() || shown.isRegularFile())) {
                long seconds = shown.lastModifiedTime().to(TimeUnit.SECONDS);
                entries.add(new FolderEntry(text, shown.isDirectory(), seconds, shown.size()));
                nameChars += text.length();
            }
        } catch (IOException ignored) { // gone meanwhile, or nobody may know what it is: as if it were not there
            return;
        }
    }

    /** Whether a request's path can end with it: what is shown differently from what it is leads to nothing. */
    private boolean isSayable(Path name, String text) {
        String path = "/" + text;
        byte[] encoded = UriPath.encode(path).getBytes(StandardCharsets.ISO_8859_1);
        try {
            return name.equals(folder.getFileSystem().getPath(text))
                    && path.equals(UriPath.normalize(ByteBuffer.wrap(encoded), 0, encoded.length));
        } catch (InvalidPathException notText) {
            return false;
        }
    }

    /** Of the entry itself: if it is a link, of that. The folder may be another one of its name by now, but not what is read. */
    private BasicFileAttributes attributes(DirectoryStream<Path> found, Path name) throws IOException {
        return found instanceof SecureDirectoryStream<Path> secure
                ? secure.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .readAttributes()
                : Files.readAttributes(folder.resolve(name), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private BasicFileAttributes target(Path name) throws IOException {
        Path link = folder.resolve(name);
        if (links == SymlinkPolicy.ON) {
            return Files.readAttributes(link, BasicFileAttributes.class);
        }
        Path real = link.toRealPath();
        if (!real.startsWith(realRoot)) {
            throw new NoSuchFileException(link.toString(), null, "a link leads outside");
        }
        return Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }
}
