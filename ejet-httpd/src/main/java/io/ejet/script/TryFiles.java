package io.ejet.script;

import java.util.List;

/**
 * {@code try_files item item ... last}: goes to the first item that is a file, or a folder with an index, and the script goes on; the
 * last one is gone to whatever it is. What stands behind a question mark becomes the query. An item {@code =code} answers, an item {@code @name} goes to the location of that name.
 *
 * @param items in their order, at least two
 */
record TryFiles(List<Item> items) implements Statement {
    /** One of three: a status, the name of a location, a path. */
    record Item(int status, String location, Template path, Template query) {
        /** What the query becomes; null to keep what there is. */
        String queryText(ScriptRun run) {
            return query == null ? null : query.text(run, null, Encoding.QUERY);
        }
    }

    TryFiles {
        items = List.copyOf(items);
    }

    @Override
    public Flow run(Execution execution) {
        ScriptRun run = execution.run();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            if (item.status != 0) {
                run.reply(item.status, null);
                return Flow.ANSWERED;
            } else if (item.location != null) {
                if (run.isMovedToLocation(item.location)) {
                    return Flow.STOP;
                }
            } else if (i == items.size() - 1) {
                run.moveTo(item.path.text(run), item.queryText(run));
                return Flow.REMATCH;
            } else if (run.isMovedToFile(item.path.text(run), item.queryText(run))) {
                return null; // it is served by the location that has been found, whose scripts have still their say
            }
        }
        run.reply(404, null); // the last one was the name of a location, and there is none
        return Flow.ANSWERED;
    }

    @Override
    public boolean touchesDisk() {
        return true;
    }
}
