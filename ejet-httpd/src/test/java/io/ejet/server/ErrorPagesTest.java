package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.file.RecordedExchange;
import org.junit.jupiter.api.Test;

class ErrorPagesTest {
    @Test
    void shouldSayTheStatusAndNothingOfTheRequest() {
        RecordedExchange exchange = RecordedExchange.get("/<script>", "X", "<b>");
        ErrorPages.send(exchange, 404);
        assertEquals(404, exchange.status());
        assertEquals("text/html; charset=utf-8", exchange.field("Content-Type"));
        assertTrue(exchange.text().contains("<title>404 Not Found</title>"));
        assertFalse(exchange.text().contains("script") || exchange.text().contains("<b>"));
    }

    @Test
    void shouldHaveAPageForEachStatusEvenWithoutAReason() {
        for (int status = 300; status < 600; status++) {
            if (status != 304) {
                RecordedExchange exchange = RecordedExchange.get("/");
                ErrorPages.send(exchange, status);
                assertEquals(status, exchange.status());
                assertTrue(exchange.text().contains("<h1>" + status), exchange.text());
                assertFalse(exchange.text().contains(" </h1>"));
            }
        }
    }

    @Test
    void shouldKeepFieldsWhenTheyWereSetBefore() {
        RecordedExchange exchange = RecordedExchange.get("/");
        exchange.setHeader("Allow", "GET");
        ErrorPages.send(exchange, 405);
        assertEquals("GET", exchange.field("Allow"));
    }

    @Test
    void shouldLeaveNoMarkupWhenTextIsEscaped() {
        assertEquals("&lt;a href=&quot;&#39;&amp;&quot;&gt;", ErrorPages.escape("<a href=\"'&\">"));
        assertEquals("plain", ErrorPages.escape("plain"));
    }
}
