package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.ServerSettings;
import io.ejet.log.AccessLog;
import io.ejet.server.Explanation;
import io.ejet.server.Listen;
import io.ejet.server.Server;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * A server that listens nowhere, and only says what it would do.
 *
 * <p>Threading: one thread. Lifecycle: {@link #close} ends its pump.
 */
final class ExplainedServer implements AutoCloseable {
    private static final Duration CLOSING = Duration.ofSeconds(2);

    private final Server server;
    private final Limits limits;
    private final List<Listen> listens;

    ExplainedServer(ServerSettings settings) throws IOException {
        server = new Server("ejet-explain", 1, 0, settings.limits());
        limits = server.possible(settings.limits());
        listens = new SiteBuilder(new FileOwners(server), limits, settings, AccessLogs.one(AccessLog.NONE))
                .listens(settings.listens());
    }

    List<Listen> listens() {
        return listens;
    }

    Explanation explain(Question question) {
        return question.ask(listens, limits);
    }

    @Override
    public void close() {
        server.stop(CLOSING);
        server.offload().close();
    }
}
