package io.ejet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The README of this module, for tests that it tells everything. */
public final class Readme {
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private Readme() {}

    /** A row of a table, cell by cell. */
    public record Row(List<String> cells) {
        /** What stands in a cell in the type of code. */
        public List<String> codes(int cell) {
            return CODE.matcher(cells.get(cell))
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    public static String text() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of all tables whose first columns have these titles. */
    public static List<Row> rows(String... titles) {
        String head = "| " + String.join(" | ", titles) + " |";
        List<Row> rows = new ArrayList<>();
        boolean isInside = false;
        for (String line : text().lines().toList()) {
            boolean isHead = !isInside && line.startsWith(head);
            isInside = isHead || (isInside && line.startsWith("|"));
            if (isInside && !isHead && !line.startsWith("| ---")) {
                rows.add(new Row(List.of(line.substring(1, line.length() - 1).split("\\|", -1)).stream()
                        .map(String::strip)
                        .toList()));
            }
        }
        return rows;
    }
}
