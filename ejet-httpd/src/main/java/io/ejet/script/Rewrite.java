package io.ejet.script;

import java.util.Locale;

/**
 * {@code rewrite regex replacement flag}: searches the current path in any case, and makes another one of what it has captured.
 *
 * <p>The query of the request goes with it, unless the replacement ends with a question mark. Where path and query part is
 * decided by the replacement as it is written: no question mark of a client's path can begin a query.
 *
 * @param regex what is searched for
 * @param path the replacement up to its question mark
 * @param query what is behind it, null without one
 * @param keepsQuery whether that of the request follows
 * @param flag what comes then
 */
record Rewrite(Regex regex, Template path, Template query, boolean keepsQuery, Flag flag) implements Statement {
    /** What comes after a rewrite. */
    enum Flag {
        NONE,
        LAST,
        BREAK,
        REDIRECT,
        PERMANENT,
        FORWARD;

        /** Also as the original misspells them; null if there is none. */
        static Flag of(String word) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "last" -> LAST;
                case "break" -> BREAK;
                case "redirect" -> REDIRECT;
                case "permanent", "permament" -> PERMANENT;
                case "proxy", "forward", "forword" -> FORWARD;
                default -> null;
            };
        }

        private boolean makesUrl() {
            return this == REDIRECT || this == PERMANENT || this == FORWARD;
        }
    }

    @Override
    public Flow run(Execution execution) {
        ScriptRun run = execution.run();
        Captures captures = regex.find(run.path());
        if (execution.trace() != null) {
            execution.trace().onCondition(captures != null);
        }
        if (captures == null) {
            return null;
        }
        String newPath = path.text(run, captures, flag.makesUrl() ? Encoding.PATH : Encoding.NONE);
        String newQuery = query(run, captures);
        if (flag.makesUrl()) {
            return leave(run, newQuery == null ? newPath : newPath + "?" + newQuery);
        }
        run.moveTo(newPath, newQuery == null ? "" : newQuery);
        return switch (flag) {
            case LAST -> Flow.REMATCH;
            case BREAK -> Flow.STOP;
            default -> {
                execution.moved();
                yield null;
            }
        };
    }

    private Flow leave(ScriptRun run, String url) {
        switch (flag) {
            case REDIRECT -> run.reply(302, url);
            case PERMANENT -> run.reply(301, url);
            default -> run.forwardTo(url);
        }
        return Flow.ANSWERED;
    }

    /** Null when there is none. */
    private String query(ScriptRun run, Captures captures) {
        String own = query == null ? "" : query.text(run, captures, Encoding.QUERY);
        String sent = keepsQuery ? run.value(Variable.QUERY, null) : "";
        String both = own.isEmpty() || sent.isEmpty() ? own + sent : own + "&" + sent;
        return both.isEmpty() ? null : both;
    }

    @Override
    public boolean touchesDisk() {
        return path.touchesDisk() || (query != null && query.touchesDisk());
    }
}
