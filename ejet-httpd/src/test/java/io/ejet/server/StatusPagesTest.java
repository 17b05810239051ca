package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ErrorPage;
import io.ejet.file.RecordedExchange;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusPagesTest {
    private static final ErrorPage PAGE = new ErrorPage("x.json", "{}".getBytes(StandardCharsets.UTF_8));
    private final StatusPages pages =
            new StatusPages(Map.of(400, PAGE, 404, PAGE, 599, PAGE), name -> "type of " + name);

    @Test
    void shouldAnswerWithThePageAndKeepStatusAndFieldsWhenThereIsOne() {
        for (int status : new int[] {400, 404, 599}) {
            RecordedExchange exchange = RecordedExchange.get("/");
            exchange.setHeader("Retry-After", "1");
            assertTrue(pages.send(exchange, status));
            assertEquals(status, exchange.status());
            assertEquals("{}", exchange.text());
            assertEquals("type of x.json", exchange.field("Content-Type"));
            assertEquals("1", exchange.field("Retry-After"));
        }
    }

    @Test
    void shouldLeaveItToOthersWhenThereIsNone() {
        for (int status : new int[] {200, 300, 399, 401, 500, 598, 600}) {
            RecordedExchange exchange = RecordedExchange.get("/");
            assertFalse(pages.send(exchange, status));
            assertFalse(exchange.isAnswered());
        }
        assertFalse(StatusPages.NONE.send(RecordedExchange.get("/"), 404));
    }

    @Test
    void shouldSendThePageAgainWhenItWasSentBefore() {
        for (int i = 0; i < 2; i++) {
            RecordedExchange exchange = RecordedExchange.get("/");
            pages.send(exchange, 404);
            assertEquals("{}", exchange.text());
        }
    }
}
