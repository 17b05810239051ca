package io.ejet.conf;

import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a tree from the text of a configuration file and of the files that it includes. Knows the grammar, but no setting.
 *
 * <pre>
 * file  := item* | '{' item* '}'
 * item  := 'include' name ';' | key ';' | key '=' value ';' | tag | ';'
 * value := '{' item* '}' | '[' (value [','])* ']' | tag | script | quoted | text up to ';' or an unbalanced '}'
 * tag   := '&lt;script&gt;' ... '&lt;/script&gt;', also reply_script and cache_check_script
 * </pre>
 *
 * <p>A file that is JSON is left to the {@link JsonParser}.
 *
 * <p>A {@code ;} may be missing before a closing brace, at the end of the file, and after a value in braces or tags. The value
 * of {@code script} and its kin is a script in braces or {@code if ...}.
 *
 * <p>For one thread. Never fails and always ends: what is wrong goes to the {@link ConfigErrors}, and the tree holds the rest.
 * Braces and brackets nest 32 deep.
 */
final class ConfigParser {
    static final int DEEPEST = 32;
    private static final String INCLUDE = "include";

    private final ConfigSource source;
    private final ConfigIncludes includes;
    private final ConfigErrors errors;
    private final ConfigScanner scanner;
    private final ScriptScanner scripts;
    private int depth;
    /** Nothing more is read of this file. */
    private boolean isGivenUp;

    private ConfigParser(ConfigSource source, ConfigIncludes includes, ConfigErrors errors) {
        this.source = source;
        this.includes = includes;
        this.errors = errors;
        this.scanner = new ConfigScanner(source, errors);
        this.scripts = new ScriptScanner(source, errors, scanner);
    }

    /**
     * Makes the tree of one file.
     *
     * @param source the file
     * @param includes finds the files that it includes
     * @param errors takes what is wrong
     */
    static Section parse(ConfigSource source, ConfigIncludes includes, ConfigErrors errors) {
        if (JsonParser.isJson(source)) {
            return JsonParser.parse(source, includes, errors);
        }
        ConfigParser parser = new ConfigParser(source, includes, errors);
        List<Entry> entries = new ArrayList<>();
        parser.file(entries);
        return new Section(source.whole(), entries);
    }

    private void file(List<Entry> into) {
        scanner.skipBlank();
        if (scanner.peek() == '{') {
            into.addAll(section().entries());
        }
        items(into, -1);
    }

    /** Takes items up to the brace that closes them, or the end of the file when {@code open} is negative. */
    private void items(List<Entry> into, int open) {
        while (true) {
            scanner.skipBlank();
            ScriptTag tag = ScriptTag.at(source.text(), scanner.at());
            if (scanner.isAtEnd()) {
                if (open >= 0) {
                    unclosed(open, "}");
                }
                return;
            } else if (tag != null) {
                ConfigPlace place = place();
                into.add(new Entry(place, tag.tag(), scripts.tagged(tag)));
            } else if (scanner.peek() == '}') {
                if (open >= 0) {
                    scanner.take('}');
                    return;
                }
                errors.error(place(), "this } closes nothing", "expected: as many } as {");
                scanner.take('}');
            } else if (!scanner.take(';')) {
                item(into);
            }
        }
    }

    private void item(List<Entry> into) {
        int start = scanner.at();
        boolean isQuoted = scanner.isQuote();
        String key = isQuoted ? scanner.quoted("=;") : scanner.bare(ConfigScanner.Part.KEY);
        ConfigPlace place = source.place(isQuoted ? start + 1 : start);
        int end = scanner.at();
        scanner.skipBlank();
        if (scanner.peek() == '{') {
            errors.error(
                    source.place(end),
                    key.isEmpty() ? "a name is missing before this {" : "an = is missing here",
                    "expected: name = { ... }");
            into.add(new Entry(place, key, value(key)));
        } else if (scanner.take('=')) {
            if (key.isEmpty()) {
                errors.error(place, "a name is missing before this =", "expected: name = value;");
            } else if (SettingName.normal(key).equals(INCLUDE)) {
                errors.error(place, "an include has no =", "expected: include FILE;");
            }
            into.add(new Entry(place, key, value(key)));
        } else if (!isQuoted && isInclude(key)) {
            include(into, start, key.substring(INCLUDE.length()).trim());
        } else {
            if (isQuoted) {
                expectEnd(end);
            }
            into.add(new Entry(place, key, new Text(place, "")));
        }
    }

    private ConfigNode value(String key) {
        int from = scanner.at();
        scanner.skipBlank();
        ScriptTag tag = ScriptTag.at(source.text(), scanner.at());
        boolean isScript = ScriptTag.isScript(SettingName.normal(key));
        if (tag != null) {
            return scripts.tagged(tag);
        } else if (scanner.peek() == '{') {
            return isScript ? scripts.braced() : section();
        } else if (isScript && scripts.isConditional()) {
            return scripts.conditional();
        } else if (scanner.peek() == '[') {
            Array array = array();
            expectEnd(scanner.at());
            return array;
        } else if (scanner.isQuote()) {
            Text text = new Text(source.place(scanner.at() + 1), scanner.quoted(";"));
            expectEnd(scanner.at());
            return text;
        } else if (source.place(from).line() < place().line() && scanner.isAssignment(scanner.at())) {
            scanner.missingSemicolon(from);
            return new Text(source.place(from), "");
        }
        return new Text(place(), scanner.bare(ConfigScanner.Part.VALUE));
    }

    /** After a quoted text or an array a {@code ;} has to come, or what closes the section. */
    private void expectEnd(int end) {
        scanner.skipBlank();
        char c = scanner.peek();
        if (scanner.isAtEnd() || c == ';' || c == '}' || !scanner.wasClosed()) {
            return;
        }
        if (source.place(end).line() < place().line()) {
            scanner.missingSemicolon(end);
            return;
        }
        errors.error(place(), "a ; is missing before this", "expected: nothing behind the value but a ;");
        scanner.bare(ConfigScanner.Part.VALUE);
    }

    private Section section() {
        int open = scanner.at();
        List<Entry> entries = new ArrayList<>();
        if (goDeeper()) {
            scanner.take('{');
            items(entries, open);
            depth--;
        }
        return new Section(source.place(open), entries);
    }

    private Array array() {
        int open = scanner.at();
        List<ConfigNode> elements = new ArrayList<>();
        if (goDeeper()) {
            scanner.take('[');
            elements(elements, open);
            depth--;
        }
        return new Array(source.place(open), elements);
    }

    private void elements(List<ConfigNode> into, int open) {
        while (true) {
            scanner.skipBlank();
            if (scanner.take(']')) {
                scanner.setClosed(true);
                return;
            } else if (scanner.isAtEnd() || scanner.peek() == ';' || scanner.peek() == '}') {
                unclosed(open, "]");
                scanner.setClosed(false);
                return;
            } else if (!scanner.take(',')) {
                into.add(element());
            }
        }
    }

    private ConfigNode element() {
        if (scanner.peek() == '{') {
            return section();
        } else if (scanner.peek() == '[') {
            return array();
        } else if (scanner.isQuote()) {
            Text text = new Text(source.place(scanner.at() + 1), scanner.quoted(",];"));
            if (scanner.wasClosed() && !scanner.isAtEnd() && !isElementEnd(scanner.peek())) {
                errors.error(place(), "a comma is missing before this", "expected: [ 'one', 'two' ]");
            }
            return text;
        }
        return new Text(place(), scanner.bare(ConfigScanner.Part.ELEMENT));
    }

    private static boolean isElementEnd(char c) {
        return ConfigScanner.isBlank(c) || c == ',' || c == ']' || c == ';' || c == '}';
    }

    private boolean goDeeper() {
        if (depth == DEEPEST) {
            errors.error(place(), "braces and brackets nest deeper than " + DEEPEST, "");
            isGivenUp = true;
            scanner.moveTo(source.text().length());
            return false;
        }
        depth++;
        return true;
    }

    private void unclosed(int open, String close) {
        if (!isGivenUp) {
            errors.error(
                    source.place(open),
                    "this " + source.text().charAt(open) + " is not closed",
                    "expected: " + close + " before "
                            + (scanner.isAtEnd() ? "the end of the file" : "line " + place().line() + " ends"));
        }
    }

    private static boolean isInclude(String key) {
        return key.length() > INCLUDE.length()
                && key.regionMatches(true, 0, INCLUDE, 0, INCLUDE.length())
                && ConfigScanner.isBlank(key.charAt(INCLUDE.length()));
    }

    private void include(List<Entry> into, int start, String written) {
        int at = start + INCLUDE.length();
        while (ConfigScanner.isBlank(source.text().charAt(at))) {
            at++;
        }
        char first = written.charAt(0);
        boolean isQuoted = written.length() > 1
                && (first == '"' || first == '\'')
                && written.indexOf(first, 1) == written.length() - 1;
        String name = isQuoted ? written.substring(1, written.length() - 1) : written;
        ConfigPlace place = source.place(isQuoted ? at + 1 : at);
        into.addAll(includes.entries(name, source, place));
    }

    private ConfigPlace place() {
        return source.place(scanner.at());
    }
}
