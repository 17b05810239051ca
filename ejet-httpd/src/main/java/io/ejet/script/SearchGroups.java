package io.ejet.script;

import java.util.Map;
import java.util.TreeMap;

/**
 * Those groups of a search in a condition that the block behind it asks for: each has a local variable of its own that no script can
 * name. A search whose groups nobody asks for costs no more than one without groups. Filled by the thread that loads the
 * configuration; from then on any thread.
 */
final class SearchGroups {
    private final LocalNames names;
    private final Regex regex;
    private final String title;
    private final Map<Integer, Integer> slots = new TreeMap<>();

    SearchGroups(LocalNames names, Regex regex) {
        this.names = names;
        this.regex = regex;
        this.title = " group " + names.count() + '.';
    }

    /** Asks for a group: the place of its local variable, -1 when there is no such group. */
    int slot(int number) {
        return number == 0 || number > regex.groups()
                ? -1
                : slots.computeIfAbsent(number, unknown -> names.slot(title + number));
    }

    /** Searches, and keeps what the groups have captured; what they had before counts no more. */
    boolean isFound(Template text, ScriptRun run) {
        String searched = text.text(run);
        if (slots.isEmpty()) {
            return regex.isFoundIn(searched);
        }
        Captures found = regex.find(searched);
        boolean isEncoded = found != null && searched.equals(text.text(run, null, Encoding.QUERY));
        slots.forEach((number, slot) -> run.setLocal(slot, worth(found, number, isEncoded)));
        return found != null;
    }

    /** Of a text that is the same in a URL as everywhere so are its pieces; else they get their percent signs back there. */
    private static Worth worth(Captures found, int number, boolean isEncoded) {
        String captured = found == null ? null : found.group(number);
        if (captured == null) {
            return found == null ? null : Worth.of("");
        }
        return isEncoded ? Worth.plain(captured) : Worth.decoded(captured);
    }
}
