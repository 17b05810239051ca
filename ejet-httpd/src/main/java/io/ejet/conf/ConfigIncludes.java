package io.ejet.conf;

import io.ejet.conf.ConfigNode.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads configuration files: the first one and those that it includes.
 *
 * <p>For one thread. Bounds: 16 MiB for a file, 64 MiB and 1000 files in all, includes 16 deep; a file that includes itself is
 * found. What is wrong goes to the {@link ConfigErrors}.
 */
final class ConfigIncludes {
    static final int LARGEST_BYTES = 16 << 20;
    static final int MOST_TOTAL_BYTES = 64 << 20;
    static final int MOST_FILES = 1000;
    static final int DEEPEST = 16;

    private static final String GB18030 = "GB18030";

    private final ConfigErrors errors;
    /** The files that are being read, the innermost first. */
    private final Deque<Path> open = new ArrayDeque<>();

    private int files;
    private int totalBytes;

    ConfigIncludes(ConfigErrors errors) {
        this.errors = errors;
    }

    /**
     * What stands in the files that an include means.
     *
     * @param name its file name, perhaps with wildcards
     * @param from the file that includes it
     * @param place where the name stands
     * @return their items, in the order of the files
     */
    List<Entry> entries(String name, ConfigSource from, ConfigPlace place) {
        List<Entry> entries = new ArrayList<>();
        for (Path file : find(name, from, place)) {
            ConfigSource included = enter(file, place);
            if (included != null) {
                entries.addAll(ConfigParser.parse(included, this, errors).entries());
                leave();
            }
        }
        return entries;
    }

    /**
     * The files that an include means.
     *
     * @param name its file name, perhaps with {@code *}, {@code ?} or {@code [..]}
     * @param from the file that includes it
     * @param place where the name stands
     * @return one file; with wildcards any number, in the order of their names
     */
    List<Path> find(String name, ConfigSource from, ConfigPlace place) {
        try {
            FileGlob glob = new FileGlob(from.folder(), name);
            if (glob.isPlain()) {
                return List.of(glob.path());
            }
            if (!glob.hasFolder()) {
                errors.warning(place, "there is no folder to include from", expectedName(from));
            }
            return glob.files(MOST_FILES + 1);
        } catch (InvalidPathException e) {
            errors.error(place, Quoted.of(name) + " is not a file name", expectedName(from));
        } catch (IOException e) {
            errors.error(place, "the files cannot be listed: " + reason(e), expectedName(from));
        }
        return List.of();
    }

    private static String expectedName(ConfigSource from) {
        return "expected: a name that counts from the folder of " + from.name();
    }

    /**
     * Begins to read a file; {@link #leave} ends it.
     *
     * @param file which
     * @param place where it is included; null for the first one
     * @return null if it cannot be read, which has been told
     */
    ConfigSource enter(Path file, ConfigPlace place) {
        ConfigPlace where = place != null ? place : new ConfigSource(file.toString(), file, files, "").whole();
        String subject = place != null ? Quoted.of(file.toString()) + " " : "";
        try {
            Path real = file.toRealPath();
            String bound = exceededBound(real);
            if (bound != null) {
                errors.error(where, subject + bound, "");
                return null;
            }
            byte[] bytes = read(real);
            totalBytes += bytes.length;
            if (bytes.length > LARGEST_BYTES || totalBytes > MOST_TOTAL_BYTES) {
                errors.error(where, subject + "is too large", "expected: at most 16 MiB, 64 MiB with all includes");
                return null;
            }
            ConfigSource source = decode(file, bytes);
            if (source != null) {
                open.push(real);
            }
            return source;
        } catch (IOException e) {
            errors.error(where, subject + "cannot be read: " + reason(e), "");
            return null;
        }
    }

    /** Begins to read a text that is no file. */
    ConfigSource enter(String name, Path folder, String text) {
        return checked(new ConfigSource(name, folder, files++, text));
    }

    /** The file that was entered last has been read. */
    void leave() {
        open.pop();
    }

    private String exceededBound(Path real) {
        if (open.contains(real)) {
            return "includes itself";
        } else if (open.size() > DEEPEST) {
            return "is included more than " + DEEPEST + " files deep";
        } else if (files == MOST_FILES) {
            return "is one file too many: at most " + MOST_FILES + " are read";
        }
        return null;
    }

    private static byte[] read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(LARGEST_BYTES + 1);
        }
    }

    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        } else if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return String.valueOf(e.getMessage());
    }

    /** UTF-8, else GB18030, in which the original's files are written; else what comes nearer, so that the wrong byte is found. */
    private ConfigSource decode(Path file, byte[] bytes) {
        Decoded utf8 = Decoded.of(StandardCharsets.UTF_8, bytes);
        Decoded gb18030 =
                utf8.isWhole || !Charset.isSupported(GB18030) ? utf8 : Decoded.of(Charset.forName(GB18030), bytes);
        Decoded best = gb18030.rightBytes > utf8.rightBytes ? gb18030 : utf8;
        int mark = best.text.startsWith("\uFEFF") ? 1 : 0;
        Path folder = file.getParent() != null ? file.getParent() : Path.of("");
        ConfigSource source = new ConfigSource(file.toString(), folder, files++, best.text.substring(mark));
        if (!best.isWhole) {
            String wrong = String.format("0x%02x", bytes[best.rightBytes]);
            errors.error(
                    source.place(Math.max(0, best.rightCharacters - mark)),
                    "the byte " + wrong + " is neither UTF-8 nor GB18030",
                    "expected: a file in UTF-8");
        } else if (best.equals(gb18030) && !utf8.isWhole) {
            errors.warning(
                    source.place(Math.max(0, utf8.rightCharacters - mark)),
                    "this is not UTF-8: the file is read as GB18030",
                    "expected: a file in UTF-8");
        }
        return checked(source);
    }

    /**
     * Bytes as one encoding reads them.
     *
     * @param text with a replacement for what is wrong
     * @param rightBytes how many there are before the first that is wrong
     * @param rightCharacters what they are
     * @param isWhole whether none is wrong
     */
    private record Decoded(String text, int rightBytes, int rightCharacters, boolean isWhole) {
        static Decoded of(Charset charset, byte[] bytes) {
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            ByteBuffer in = ByteBuffer.wrap(bytes);
            CharBuffer out = CharBuffer.allocate(bytes.length);
            boolean isWhole = !decoder.decode(in, out, true).isError();
            String text = isWhole ? out.flip().toString() : new String(bytes, charset);
            return new Decoded(text, in.position(), isWhole ? text.length() : out.position(), isWhole);
        }
    }

    /** Null for what is no text. */
    private ConfigSource checked(ConfigSource source) {
        String text = source.text();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' && !ConfigScanner.isBlank(text.charAt(i))) {
                String code = String.format("0x%02x", (int) text.charAt(i));
                errors.error(source.place(i), "this is the control character " + code, "expected: text");
                return null;
            }
        }
        return source;
    }
}
