package io.ejet.server;

import io.ejet.HttpExchange;
import io.ejet.http.HttpStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The answers to what could not be served: the page of the host's own, or the built-in one, a short page that says the status
 * and nothing of the request, so that nothing a client sends can become markup.
 *
 * <p>Threading: the owner of the exchange. The pages are made once and never changed.
 */
public final class ErrorPages {
    private static final int FIRST = 300;
    private static final byte[][] PAGES = new byte[600 - FIRST][];

    static {
        for (int status = FIRST; status < FIRST + PAGES.length; status++) {
            PAGES[status - FIRST] = page(status).getBytes(StandardCharsets.UTF_8);
        }
    }

    private ErrorPages() {}

    /**
     * Answers with a status and its page: that of the host, if the request has come to one that has its own. Fields set before,
     * such as Allow or Location, go with it.
     *
     * @param exchange what to answer
     * @param status 300 to 599, and one that may have a body
     * @throws IllegalStateException when the exchange has ended
     */
    public static void send(HttpExchange exchange, int status) {
        if (exchange instanceof ServerExchange served && served.pages().send(exchange, status)) {
            return;
        }
        exchange.status(status)
                .setHeader("Content-Type", "text/html; charset=utf-8")
                .send(ByteBuffer.wrap(PAGES[status - FIRST]));
    }

    /** What is shown; reasons are our own, and escaped all the same. */
    private static String page(int status) {
        String title = escape((status + " " + HttpStatus.reason(status)).strip());
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>" + title
                + "</title></head>\n<body><h1>" + title + "</h1><hr><p>eJet</p></body>\n</html>\n";
    }

    /**
     * Makes text safe between tags and in quoted attributes.
     *
     * @param text any text
     * @return the text without characters that HTML gives a meaning
     */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
