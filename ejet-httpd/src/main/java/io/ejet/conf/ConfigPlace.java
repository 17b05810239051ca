package io.ejet.conf;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Where something stands in a configuration: file, line and column, or a file as a whole.
 *
 * <p>Immutable. Lines and columns count from 1; a column is one character, a tab too.
 */
public final class ConfigPlace implements Comparable<ConfigPlace> {
    private static final int SHOWN_BEFORE = 80;
    private static final int SHOWN_AFTER = 80;
    private static final String CUT = "...";

    private final ConfigSource source;
    private final int offset;
    /** Where the characters that are read from here stand, when that is not one after the other; else null. */
    private final int[] offsets;

    ConfigPlace(ConfigSource source, int offset) {
        this(source, offset, null);
    }

    /**
     * Where a text begins whose escapes were decoded.
     *
     * @param source the file
     * @param offset where
     * @param offsets where each of its characters stands, and at last its end
     */
    ConfigPlace(ConfigSource source, int offset, int[] offsets) {
        this.source = source;
        this.offset = offset;
        this.offsets = offsets;
    }

    /** The place some characters further on, as they are read. */
    ConfigPlace plus(int characters) {
        if (offsets == null) {
            return source.place(offset + characters);
        }
        int from = Math.min(characters, offsets.length - 1);
        return new ConfigPlace(source, offsets[from], Arrays.copyOfRange(offsets, from, offsets.length));
    }

    /**
     * What messages call the file.
     *
     * @return its path as it was given
     */
    public String file() {
        return source.name();
    }

    /** From where relative paths in the file count. */
    Path folder() {
        return source.folder();
    }

    /**
     * The line.
     *
     * @return from 1; 0 for the file as a whole
     */
    public int line() {
        return offset < 0 ? 0 : source.line(offset);
    }

    /**
     * The column.
     *
     * @return from 1; 0 for the file as a whole
     */
    public int column() {
        if (offset < 0) {
            return 0;
        }
        return source.text().codePointCount(source.lineStart(line()), offset) + 1;
    }

    /**
     * The line itself and below it a caret under the column. Long lines are cut, control characters become question marks.
     *
     * @param indent what goes before each of the two lines
     * @return two lines without a final line end; empty for the file as a whole
     */
    public String excerpt(String indent) {
        if (offset < 0) {
            return "";
        }
        String text = source.lineText(line());
        int caret = Math.min(offset - source.lineStart(line()), text.length());
        int from = caret > SHOWN_BEFORE ? text.offsetByCodePoints(caret, -SHOWN_BEFORE / 2) : 0;
        int to = text.length() - caret > SHOWN_AFTER ? caret + SHOWN_AFTER : text.length();
        if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
            to++;
        }
        String before = (from > 0 ? CUT : "") + text.substring(from, caret);
        String after = text.substring(caret, to) + (to < text.length() ? CUT : "");
        return indent + Quoted.printable(before + after) + "\n" + indent + blank(before) + "^";
    }

    /** White space as wide as the text: tabs stay, and what terminals show in two cells gets two. */
    private static String blank(String text) {
        StringBuilder blank = new StringBuilder(text.length());
        text.codePoints().forEach(c -> blank.append(c == '\t' ? "\t" : isWide(c) ? "  " : " "));
        return blank.toString();
    }

    private static boolean isWide(int c) {
        return Character.isIdeographic(c)
                || (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x3000 && c <= 0x30FF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xFF01 && c <= 0xFF60);
    }

    /** In the order in which files were opened, then from their beginning to their end. */
    @Override
    public int compareTo(ConfigPlace other) {
        int byFile = Integer.compare(source.order(), other.source.order());
        return byFile != 0 ? byFile : Integer.compare(offset, other.offset);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ConfigPlace place && place.source == source && place.offset == offset;
    }

    @Override
    public int hashCode() {
        return 31 * source.order() + offset;
    }

    /** {@code file:line:column}, or the file alone. */
    @Override
    public String toString() {
        return offset < 0 ? file() : file() + ":" + line() + ":" + column();
    }
}
