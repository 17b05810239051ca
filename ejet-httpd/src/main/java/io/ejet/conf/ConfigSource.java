package io.ejet.conf;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The text of one configuration file, and where its lines begin.
 *
 * <p>Immutable.
 */
final class ConfigSource {
    private final String name;
    private final Path folder;
    private final int order;
    private final String text;
    private final int[] lineStarts;

    /**
     * A file that was read.
     *
     * @param name what messages call it
     * @param folder from where the file names of its includes count
     * @param order how many files were read before it
     * @param text what is in it
     */
    ConfigSource(String name, Path folder, int order, String text) {
        this.name = name;
        this.folder = folder;
        this.order = order;
        this.text = text;
        this.lineStarts = lineStarts(text);
    }

    private static int[] lineStarts(String text) {
        int[] starts = new int[16];
        int lines = 1;
        for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
            if (lines == starts.length) {
                starts = Arrays.copyOf(starts, lines * 2);
            }
            starts[lines++] = at + 1;
        }
        return Arrays.copyOf(starts, lines);
    }

    String name() {
        return name;
    }

    Path folder() {
        return folder;
    }

    int order() {
        return order;
    }

    String text() {
        return text;
    }

    /** The place of a character; of the end of the text at the latest. */
    ConfigPlace place(int offset) {
        return new ConfigPlace(this, Math.min(offset, text.length()));
    }

    /** The file as a whole. */
    ConfigPlace whole() {
        return new ConfigPlace(this, -1);
    }

    /** The line of a character, from 1. */
    int line(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found + 1 : -found - 1;
    }

    /** Where a line begins; lines count from 1. */
    int lineStart(int line) {
        return lineStarts[line - 1];
    }

    /** A line without its end; lines count from 1. */
    String lineText(int line) {
        int end = line < lineStarts.length ? lineStarts[line] - 1 : text.length();
        int start = lineStarts[line - 1];
        return text.substring(start, end > start && text.charAt(end - 1) == '\r' ? end - 1 : end);
    }
}
