package io.epump.dns;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What a file says, read again when the file has changed. The resolver's pump only; bounded, since the pump waits for it.
 *
 * @param <T> what is made of its text
 */
final class WatchedFile<T> {
    private static final long LOOK_NS = 1_000_000_000L;

    private final Path file;
    private final int maxBytes;
    private final Function<String, T> parser;
    private final Consumer<IOException> onError;

    private T value;
    private long lookedNs;
    private Version version;
    private String lastError = "";

    /** What is different when the file is: the name of another file may have been given to it. */
    private record Version(FileTime changed, long bytes, Object key) {}

    WatchedFile(Path file, int maxBytes, Function<String, T> parser, Consumer<IOException> onError) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.parser = parser;
        this.onError = onError;
    }

    /** What the file says; looked at once a second at most. */
    T value(long nowNs) {
        if (value == null || nowNs - lookedNs >= LOOK_NS) {
            lookedNs = nowNs;
            look();
        }
        return value;
    }

    private void look() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            Version found = new Version(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            if (value == null || !found.equals(version)) {
                value = parser.apply(read());
                version = found; // only now: what could not be read, for want of a descriptor, is tried again
            }
        } catch (NoSuchFileException none) { // as good as an empty one
            version = null;
            value = parser.apply("");
        } catch (IOException e) { // what was read last still holds
            tell(e);
            value = value == null ? parser.apply("") : value;
        }
    }

    /** Once, and not once a second. */
    private void tell(IOException error) {
        String text = error.toString();
        if (!text.equals(lastError)) {
            lastError = text;
            onError.accept(error);
        }
    }

    private String read() throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("file=" + file + " is not a regular file");
        }
        try (InputStream input = Files.newInputStream(file)) {
            byte[] bytes = input.readNBytes(maxBytes + 1);
            if (bytes.length <= maxBytes) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
            tell(new IOException("file=" + file + " is longer than " + maxBytes + " bytes: the rest is not read"));
            String text = new String(bytes, 0, maxBytes, StandardCharsets.ISO_8859_1);
            return text.substring(0, text.lastIndexOf('\n') + 1);
        }
    }
}
