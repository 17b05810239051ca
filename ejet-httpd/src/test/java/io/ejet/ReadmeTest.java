package io.ejet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests that the README names are there, and each row of a table that has a column for them names one. */
class ReadmeTest {
    private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w*Test)(?:\\.(should\\w+)(\u2026)?)?`");

    private static Map<String, String> tests() throws IOException {
        Map<String, String> texts = new HashMap<>();
        for (String module : List.of("src/test/java", "../test/integration/src/test/java")) {
            try (Stream<Path> files = Files.walk(Path.of(module))) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    texts.merge(name, Files.readString(file), String::concat);
                }
            }
        }
        return texts;
    }

    @Test
    void shouldNameTestsThatAreThere() throws IOException {
        Map<String, String> tests = tests();
        List<String> missing = new ArrayList<>();
        List<MatchResult> named = NAMED.matcher(Readme.text()).results().toList();
        for (MatchResult name : named) {
            String text = tests.getOrDefault(name.group(1), "");
            String method = name.group(2) == null ? "" : " " + name.group(2) + (name.group(3) == null ? "(" : "");
            if (text.isEmpty() || !text.contains(method)) {
                missing.add(name.group());
            }
        }
        assertEquals(List.of(), missing);
        assertTrue(named.size() > 60, "only " + named.size());
    }

    @Test
    void shouldNameATestInEachRowOfATableThatHasAColumnForThem() {
        List<Readme.Row> rows = new ArrayList<>(Readme.rows("key", "where", "type", "default", "effect", "tests"));
        rows.addAll(Readme.rows("statement", "what it does", "tests"));
        assertTrue(rows.size() > 50, "only " + rows.size());
        for (Readme.Row row : rows) {
            int last = row.cells().size() - 1;
            assertFalse(row.codes(last).isEmpty(), row::toString);
            assertTrue(
                    row.codes(last).stream()
                            .allMatch(code -> NAMED.matcher("`" + code + "`").matches()),
                    row::toString);
        }
    }
}
