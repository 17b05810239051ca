package io.ejet.server;

import io.ejet.HttpExchange;
import io.ejet.conf.ErrorPage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The pages that a host has of its own for errors; those it lacks are the built-in {@link ErrorPages}.
 *
 * <p>Immutable; any thread. Bounds: statuses from 400 to 599, and {@link ErrorPage#MOST_BYTES} for each.
 */
public final class StatusPages {
    /** No pages. */
    public static final StatusPages NONE = new StatusPages(Map.of(), name -> "");

    private static final int FIRST = 400;
    private static final int END = 600;

    private final ErrorPage[] pages = new ErrorPage[END - FIRST];
    private final String[] mediaTypes = new String[END - FIRST];

    /**
     * Pages of a host.
     *
     * @param byStatus the pages, by status from 400 to 599
     * @param mediaType the media type of a file by its name
     */
    public StatusPages(Map<Integer, ErrorPage> byStatus, UnaryOperator<String> mediaType) {
        Map<ErrorPage, String> types = new HashMap<>();
        byStatus.forEach((status, page) -> {
            pages[status - FIRST] = page;
            mediaTypes[status - FIRST] = types.computeIfAbsent(page, one -> mediaType.apply(one.fileName()));
        });
    }

    /** Answers with the page of a status; false when there is none. */
    boolean send(HttpExchange exchange, int status) {
        ErrorPage page = status < FIRST || status >= END ? null : pages[status - FIRST];
        if (page == null) {
            return false;
        }
        exchange.status(status)
                .setHeader("Content-Type", mediaTypes[status - FIRST])
                .send(ByteBuffer.wrap(page.body()));
        return true;
    }
}
