package io.ejet.script;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a {@code rewrite} or {@code try_files} goes, parted at the question mark that is written in the configuration: one that
 * comes with a variable parts nothing. Immutable; any thread.
 *
 * @param path what stands before the question mark
 * @param query what stands behind it, null without one
 * @param keepsQuery whether the query of the request follows: not if a question mark is the last character
 */
record Replacement(Template path, Template query, boolean keepsQuery) {
    static Replacement of(Template whole) {
        List<Template.Part> path = new ArrayList<>();
        List<Template.Part> query = null;
        for (Template.Part part : whole.parts()) {
            if (query != null) {
                query.add(part);
            } else if (part instanceof Template.Literal literal
                    && literal.text().indexOf('?') >= 0) {
                int mark = literal.text().indexOf('?');
                path.add(new Template.Literal(literal.text().substring(0, mark)));
                query = new ArrayList<>();
                query.add(new Template.Literal(literal.text().substring(mark + 1)));
            } else {
                path.add(part);
            }
        }
        boolean keepsQuery = query == null || !isEndMarkTaken(query);
        return new Replacement(new Template(path), query == null ? null : new Template(query), keepsQuery);
    }

    /** Takes the question mark away that says: no other query follows. */
    private static boolean isEndMarkTaken(List<Template.Part> query) {
        Template.Part last = query.get(query.size() - 1);
        if (query.size() == 1
                && last instanceof Template.Literal literal
                && literal.text().isEmpty()) {
            return true; // the one that parts the replacement is at its end
        }
        if (last instanceof Template.Literal literal && literal.text().endsWith("?")) {
            String text = literal.text();
            query.set(query.size() - 1, new Template.Literal(text.substring(0, text.length() - 1)));
            return true;
        }
        return false;
    }
}
