package io.ejet.conf;

import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes a tree from a configuration file that is JSON (RFC 8259), with comments. The tree is that of the dialect: a name may
 * occur several times, numbers and {@code true} are texts, {@code null} is as if the name were not there. {@code "include"}
 * with one name of a file or several takes in their items, whatever they are written in; a text in {@code <script>} tags is a
 * script.
 *
 * <p>For one thread. Never fails and always ends: what is wrong goes to the {@link ConfigErrors}, and the tree holds the rest.
 * Braces and brackets nest {@value ConfigParser#DEEPEST} deep.
 */
final class JsonParser {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
    private static final String INCLUDE = "include";
    private static final String EXPECTED_MEMBER = "expected: \"name\": value";

    private final ConfigSource source;
    private final ConfigIncludes includes;
    private final ConfigErrors errors;
    private final JsonScanner scanner;
    private int depth;
    /** Nothing more is read of this file. */
    private boolean isGivenUp;

    private JsonParser(ConfigSource source, ConfigIncludes includes, ConfigErrors errors) {
        this.source = source;
        this.includes = includes;
        this.errors = errors;
        this.scanner = new JsonScanner(source, errors);
    }

    /** Whether a file is JSON: a brace, a name in double quotes and a colon. The dialect has no such beginning. */
    static boolean isJson(ConfigSource source) {
        JsonScanner scanner = new JsonScanner(source, new ConfigErrors());
        scanner.skipBlank();
        if (!scanner.take('{')) {
            return false;
        }
        scanner.skipBlank();
        if (scanner.peek() != '"') {
            return false;
        }
        scanner.string();
        scanner.skipBlank();
        return scanner.peek() == ':';
    }

    /**
     * Makes the tree of one file.
     *
     * @param source the file
     * @param includes finds the files that it includes
     * @param errors takes what is wrong
     */
    static Section parse(ConfigSource source, ConfigIncludes includes, ConfigErrors errors) {
        JsonParser parser = new JsonParser(source, includes, errors);
        parser.scanner.skipBlank();
        List<Entry> entries = parser.section().entries();
        parser.scanner.skipBlank();
        if (!parser.scanner.isAtEnd()) {
            errors.error(parser.scanner.place(), "this stands behind the last }", "expected: one { ... } in a file");
        }
        return new Section(source.whole(), entries);
    }

    private Section section() {
        int open = scanner.at();
        List<Entry> entries = new ArrayList<>();
        if (goDeeper()) {
            scanner.take('{');
            for (boolean isFirst = true; isMore(open, '}', isFirst); isFirst = false) {
                member(entries);
            }
            depth--;
        }
        return new Section(source.place(open), entries);
    }

    private Array array() {
        int open = scanner.at();
        List<ConfigNode> elements = new ArrayList<>();
        if (goDeeper()) {
            scanner.take('[');
            for (boolean isFirst = true; isMore(open, ']', isFirst); isFirst = false) {
                ConfigNode element = value();
                if (element != null) {
                    elements.add(element);
                }
            }
            depth--;
        }
        return new Array(source.place(open), elements);
    }

    /**
     * Whether something follows in braces or brackets: takes the comma before it, or what closes them.
     *
     * @param open where they open
     * @param close what closes them
     * @param isFirst whether no comma is expected
     */
    private boolean isMore(int open, char close, boolean isFirst) {
        int end = scanner.at();
        skipStrayBrackets(close);
        int comma = scanner.at();
        boolean isParted = !isFirst && (scanner.take(',') || isSemicolon());
        if (isParted || isFirst) {
            skipStrayCommas(close);
        }
        char c = scanner.peek();
        if (c == close && !scanner.isAtEnd()) {
            if (isParted && source.text().charAt(comma) == ',') {
                errors.error(source.place(comma), "nothing follows this comma", "expected: no comma before " + close);
            }
            scanner.take(close);
            return false;
        } else if (scanner.isAtEnd() || c == '}') {
            unclosed(open, close);
            return false;
        } else if (!isFirst && !isParted && scanner.wasClosed()) {
            errors.error(source.place(end), "a , is missing here", "expected: commas between all that is in braces");
        }
        return true;
    }

    /** Passes white space, comments, and brackets that close nothing. */
    private void skipStrayBrackets(char close) {
        scanner.skipBlank();
        while (close != ']' && scanner.peek() == ']') {
            errors.error(scanner.place(), "this ] closes nothing", "expected: as many ] as [");
            scanner.take(']');
            scanner.skipBlank();
        }
    }

    /** The same, and commas before which nothing stands. */
    private void skipStrayCommas(char close) {
        skipStrayBrackets(close);
        while (scanner.peek() == ',') {
            errors.error(scanner.place(), "nothing stands before this comma", "expected: one comma between two");
            scanner.take(',');
            skipStrayBrackets(close);
        }
    }

    private boolean isSemicolon() {
        if (scanner.peek() != ';') {
            return false;
        }
        errors.error(scanner.place(), "this file is JSON, which has no ;", "expected: ,");
        return scanner.take(';');
    }

    private void unclosed(int open, char close) {
        if (!isGivenUp) {
            errors.error(
                    source.place(open),
                    "this " + source.text().charAt(open) + " is not closed",
                    "expected: " + close + " before "
                            + (scanner.isAtEnd()
                                    ? "the end of the file"
                                    : "line " + scanner.place().line() + " ends"));
        }
    }

    private boolean goDeeper() {
        if (depth == ConfigParser.DEEPEST) {
            errors.error(scanner.place(), "braces and brackets nest deeper than " + ConfigParser.DEEPEST, "");
            isGivenUp = true;
            scanner.moveTo(source.text().length());
            return false;
        }
        depth++;
        return true;
    }

    private void member(List<Entry> into) {
        ConfigPlace place = scanner.place();
        String key;
        if (scanner.peek() == '"') {
            Text name = scanner.string();
            key = name.text();
            place = name.place();
        } else {
            boolean isSingle = scanner.peek() == '\'';
            key = isSingle ? scanner.singleQuoted() : scanner.word();
            errors.error(place, Quoted.of(key) + " is not a name of JSON", EXPECTED_MEMBER);
        }
        scanner.skipBlank();
        if (!scanner.take(':')) {
            errors.error(scanner.place(), "a : is missing before this", EXPECTED_MEMBER);
            if (!scanner.take('=') && (scanner.isAtEnd() || scanner.peek() == ',' || scanner.peek() == '}')) {
                return;
            }
        }
        scanner.skipBlank();
        ConfigNode value = value();
        if (value != null && SettingName.normal(key).equals(INCLUDE)) {
            include(into, value);
        } else if (value != null) {
            into.add(new Entry(place, key, value));
        }
    }

    /** A value; null for {@code null} and for what is none. */
    private ConfigNode value() {
        char c = scanner.peek();
        if (c == '{') {
            return section();
        } else if (c == '[') {
            return array();
        } else if (c == '"') {
            return scripted(scanner.string());
        } else if (scanner.isAtEnd() || c == ',' || c == '}' || c == ']') {
            errors.error(scanner.place(), "a value is missing before this", "expected: a text, a number, { or [");
            return null;
        }
        return word();
    }

    private ConfigNode word() {
        ConfigPlace place = scanner.place();
        boolean isSingle = scanner.peek() == '\'';
        String word = isSingle ? scanner.singleQuoted() : scanner.word();
        if (!isSingle && word.equals("null")) {
            return null;
        } else if (isSingle || !(word.equals("true") || word.equals("false") || isNumber(word))) {
            errors.error(
                    place,
                    Quoted.of(word) + " is not a value of JSON",
                    "expected: a text in double quotes, a number, true or false");
        }
        return new Text(place, word);
    }

    private static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    /** A text in script tags is a script. */
    private static ConfigNode scripted(Text text) {
        ScriptTag tag = ScriptTag.at(text.text(), 0);
        int start = tag == null ? 0 : tag.open().length();
        int end = tag == null ? 0 : text.text().length() - tag.close().length();
        boolean isScript = tag == ScriptTag.SCRIPT
                && end >= start
                && text.text()
                        .regionMatches(true, end, tag.close(), 0, tag.close().length());
        return isScript ? new Script(text.place().plus(start), text.text().substring(start, end)) : text;
    }

    private void include(List<Entry> into, ConfigNode value) {
        for (ConfigNode name : value instanceof Array array ? array.elements() : List.of(value)) {
            if (name instanceof Text text && !text.text().isEmpty()) {
                into.addAll(includes.entries(text.text(), source, text.place()));
            } else {
                errors.error(name.place(), "an include is the name of a file", "expected: \"include\": \"FILE\"");
            }
        }
    }
}
