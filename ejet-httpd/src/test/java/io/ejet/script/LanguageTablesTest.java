package io.ejet.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.Readme;
import io.ejet.Readme.Row;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tables of statements and variables in the README against the compiler: neither has what the other lacks. */
class LanguageTablesTest {
    private static final Pattern WORD = Pattern.compile("^[A-Za-z_0-9]+");

    @Test
    void shouldHaveEveryStatement() {
        TreeSet<String> known = new TreeSet<>(StatementParser.WORDS);
        known.add("if");
        TreeSet<String> told = new TreeSet<>();
        for (Row row : Readme.rows("statement", "what it does")) {
            for (String code : row.codes(0)) {
                WORD.matcher(code)
                        .results()
                        .map(found -> found.group())
                        .filter(word -> !List.of("name", "response_header", "cookie", "query")
                                .contains(word))
                        .forEach(told::add);
            }
        }
        assertEquals(known, told);
    }

    @Test
    void shouldHaveEveryVariable() {
        TreeSet<String> told = new TreeSet<>();
        for (Row row : Readme.rows("variable", "worth")) {
            row.codes(0).forEach(code -> told.add(code.replaceAll("\\[.*", "")));
        }
        told.remove("http_NAME");
        assertEquals(new TreeSet<>(Variable.allNames()), told);
    }

    /** An index in brackets is told of exactly where it is needed or may be. */
    @Test
    void shouldTellWhichVariablesTakeAnIndex() {
        List<String> told = Readme.rows("variable", "worth").stream()
                .flatMap(row -> row.codes(0).stream())
                .toList();
        for (String name : Variable.allNames()) {
            boolean isIndexTold = told.stream().anyMatch(code -> code.startsWith(name + "["));
            boolean isPlainTold = told.contains(name);
            switch (Variable.of(name).index()) {
                case REQUIRED -> assertEquals("true false", isIndexTold + " " + isPlainTold, name);
                case NONE -> assertEquals("false true", isIndexTold + " " + isPlainTold, name);
                case OPTIONAL -> assertEquals(true, isPlainTold, name);
            }
        }
    }
}
