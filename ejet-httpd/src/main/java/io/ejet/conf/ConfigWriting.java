package io.ejet.conf;

import io.ejet.conf.ConfigNode.Array;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Items of the configuration language as text: of the ways to write one, the first that the parser reads back as it is. Each
 * method answers null when there is none: a text with both kinds of quotes that needs quotes can be written in JSON only.
 */
final class ConfigWriting {
    private static final Pattern PLAIN = Pattern.compile("[\\w*./:%+-]+");

    private ConfigWriting() {}

    /** A name with one text. */
    static String text(String key, String text) {
        return item(key, form(text, one -> one, value -> isText(value, text)));
    }

    /** A name with several texts. */
    static String texts(String key, List<String> texts) {
        List<String> forms = new ArrayList<>();
        for (String text : texts) {
            String form = form(
                    text,
                    one -> "[ " + one + ", x ]",
                    value -> value instanceof Array array
                            && array.elements().size() == 2
                            && isText(array.elements().get(0), text));
            if (form == null) {
                return null;
            }
            forms.add(form);
        }
        return item(key, forms.isEmpty() ? "[]" : "[ " + String.join(", ", forms) + " ]");
    }

    private static boolean isText(ConfigNode value, String text) {
        return value instanceof Text one && one.text().equals(text);
    }

    private static String form(String text, UnaryOperator<String> value, Predicate<ConfigNode> test) {
        for (String form : forms(text)) {
            Entry entry = read("x = " + value.apply(form) + ";");
            if (entry != null && test.test(entry.value())) {
                return form;
            }
        }
        return null;
    }

    private static List<String> forms(String text) {
        return PLAIN.matcher(text).matches()
                ? List.of(text, '"' + text + '"')
                : List.of('"' + text + '"', '\'' + text + '\'', text);
    }

    private static String item(String key, String value) {
        String name = key(key);
        return name == null || value == null ? null : name + " = " + value + ";";
    }

    /** A name alone. */
    static String key(String key) {
        List<String> forms = key.matches("\\w+( \\w+)*") ? List.of(key, '"' + key + '"') : forms(key);
        for (String form : forms) {
            Entry entry = read(form + " = x;");
            if (entry != null && entry.key().equals(key) && isText(entry.value(), "x")) {
                return form;
            }
        }
        return null;
    }

    /** A name with a script: in braces, or in tags where its own braces would be in the way or the name asks for them. */
    static String script(String key, String script) {
        String name = key(key);
        for (String form : List.of("{" + script + "}", "<script>" + script + "</script>;")) {
            Entry entry = name == null ? null : read(name + " = " + form);
            if (entry != null
                    && entry.value() instanceof Script read
                    && read.text().equals(script)) {
                return name + " = " + form;
            }
        }
        return null;
    }

    /** What the parser makes of an item; null when it is not one, or wrong. */
    private static Entry read(String item) {
        ConfigErrors errors = new ConfigErrors();
        ConfigIncludes includes = new ConfigIncludes(errors);
        ConfigSource source = includes.enter("item", Path.of(""), item);
        List<Entry> entries = source == null
                ? List.of()
                : ConfigParser.parse(source, includes, errors).entries();
        return errors.isEmpty() && entries.size() == 1 ? entries.get(0) : null;
    }
}
