package io.ejet.conf;

import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads {@code error page = { 404 = /404.html; 500 502 = 50x.html; root = errors; }}: the files too, so that no request
 * waits for them and none finds them missing. Hosts with the same pages share them. For one thread; blocks.
 */
final class ErrorPageReader {
    private static final String ROOT = "root";
    private static final String EXPECTED_STATUS =
            "expected: a status from 400 to 599, several with spaces between them, or root";
    private static final String EXPECTED_FILE = "expected: the name of a file, which counts from ";
    private static final Pattern STATUS = Pattern.compile("[45]\\d\\d");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final ConfigPaths paths;
    private final ConfigErrors errors;
    private final Map<Known, ErrorPage> known = new HashMap<>();

    /** Where the files of a table lie, and which links to them are followed. */
    private record Folder(Path root, SymlinkPolicy links) {}

    /** A file that was found in a folder: what links may do depends on both. */
    private record Known(Folder folder, Path file) {}

    ErrorPageReader(ConfigPaths paths, ConfigErrors errors) {
        this.paths = paths;
        this.errors = errors;
    }

    /**
     * Reads the pages of a host.
     *
     * @param section the host, or the listen it stands in
     * @param inherited what holds there: its root is that of the pages unless they have one
     * @param around the pages of what it stands in, which hold if it has none itself
     * @param isWhole whether what is missing is to be told
     * @return pages by status
     */
    Map<Integer, ErrorPage> read(
            Section section, Inherited inherited, Map<Integer, ErrorPage> around, boolean isWhole) {
        List<Section> tables = ConfigKeys.ERROR_PAGES.sections(section);
        if (tables.isEmpty()) {
            return around;
        }
        Folder folder = folder(tables, inherited, isWhole);
        Map<Integer, ErrorPage> pages = new TreeMap<>();
        Map<Integer, ConfigPlace> places = new HashMap<>();
        for (Section table : tables) {
            for (Entry entry : table.entries()) {
                if (!entry.name().equals(ROOT) && !entry.key().isEmpty()) { // if empty, that has been told
                    ErrorPage page = page(entry, folder);
                    statuses(entry, page, pages, places);
                }
            }
        }
        return pages;
    }

    /** Null if there is none, which has been told. */
    private Folder folder(List<Section> tables, Inherited inherited, boolean isWhole) {
        Text root = null;
        for (Section table : tables) {
            for (ConfigNode value : table.values(ROOT)) {
                if (root != null) {
                    errors.error(
                            value.place(), "\"root\" is given twice, first at " + root.place(), "expected: one folder");
                } else if (value instanceof Text text) {
                    root = text;
                }
            }
        }
        if (root == null && inherited.fixedFolder() == null && isWhole && !inherited.isRootWrong()) {
            errors.error(
                    tables.get(0).place(),
                    "these pages have no root, nor has what they stand in",
                    "expected: root = FOLDER; among them, in the host or in the listen");
        }
        boolean isOwn = root != null && !root.text().isEmpty(); // if empty, that has been told
        Path path = isOwn ? paths.folderToRead(root.text(), root.place()) : inherited.fixedFolder();
        return path == null ? null : new Folder(path, inherited.symlinks());
    }

    private void statuses(
            Entry entry, ErrorPage page, Map<Integer, ErrorPage> pages, Map<Integer, ConfigPlace> places) {
        for (String word :
                new LinkedHashSet<>(Arrays.asList(SPACE.split(entry.key().trim(), -1)))) {
            if (!STATUS.matcher(word).matches()) {
                errors.error(entry.place(), Quoted.of(word) + " is not the status of an error", EXPECTED_STATUS);
                continue;
            }
            int status = Integer.parseInt(word);
            ConfigPlace before = places.putIfAbsent(status, entry.place());
            if (before != null) {
                errors.error(
                        entry.place(), "status " + status + " has a page already, at " + before, "expected: one page");
            } else if (page != null) {
                pages.put(status, page);
            }
        }
    }

    /** Null if there is none, which has been told. */
    private ErrorPage page(Entry entry, Folder folder) {
        List<ConfigNode> values = entry.values();
        if (values.size() > 1) {
            errors.error(values.get(1).place(), Quoted.of(entry.key()) + " is given twice", "expected: one file");
        }
        boolean isText = !values.isEmpty() && values.get(0) instanceof Text;
        if (folder == null || !isText || ((Text) values.get(0)).text().isEmpty()) { // which has been told
            return null;
        }
        Text name = (Text) values.get(0);
        Path file = file(name, folder);
        return file == null
                ? null // which counts as not known, so that each place is told
                : known.computeIfAbsent(new Known(folder, file), found -> load(file, name.place(), folder));
    }

    /** A slash at the beginning is that of the root, as in a URL. */
    private Path file(Text name, Folder folder) {
        try {
            Path file = folder.root.resolve(name.text().replaceFirst("^/+", "")).normalize();
            if (!file.startsWith(folder.root)) {
                errors.error(
                        name.place(), Quoted.of(name.text()) + " leads out of its root", EXPECTED_FILE + folder.root);
                return null;
            }
            return file;
        } catch (InvalidPathException e) {
            errors.error(name.place(), Quoted.of(name.text()) + " is not a file name: " + e.getReason(), "");
            return null;
        }
    }

    private ErrorPage load(Path file, ConfigPlace place, Folder folder) {
        String problem;
        try {
            problem = problem(file, folder);
            if (problem == null) {
                byte[] body = start(file);
                if (body.length <= ErrorPage.MOST_BYTES) {
                    return new ErrorPage(file.getFileName().toString(), body);
                }
                problem = "the file " + file + " is longer than " + Quantity.ofBytes(ErrorPage.MOST_BYTES);
            }
        } catch (IOException e) {
            problem = "the file " + file + " cannot be read: " + ConfigIncludes.reason(e);
        }
        errors.error(place, problem, EXPECTED_FILE + folder.root);
        return null;
    }

    private static String problem(Path file, Folder folder) throws IOException {
        if (!Files.exists(file)) {
            return "there is no file " + file;
        } else if (!Files.isRegularFile(file)) {
            return file + " is not a file";
        } else if (!Files.isReadable(file)) {
            return "the file " + file + " cannot be read: permission denied";
        } else if (!isAdmitted(file, folder)) {
            return "a link leads to the file " + file + ", and \"symlinks\" does not admit it";
        }
        return null;
    }

    private static boolean isAdmitted(Path file, Folder folder) throws IOException {
        Path realRoot = folder.root.toRealPath();
        return switch (folder.links) {
            case ON -> true;
            case INSIDE -> file.toRealPath().startsWith(realRoot);
            case OFF -> {
                Path below = folder.root.relativize(file);
                yield realRoot.resolve(below)
                        .toRealPath()
                        .equals(realRoot.resolve(below).toRealPath(LinkOption.NOFOLLOW_LINKS));
            }
        };
    }

    /** All of it, or more than there may be. */
    private static byte[] start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(ErrorPage.MOST_BYTES + 1);
        }
    }
}
