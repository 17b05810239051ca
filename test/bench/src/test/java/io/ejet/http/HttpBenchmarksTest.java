package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** That the benchmarks measure the work they name, and not an early refusal. */
class HttpBenchmarksTest {
    private final RequestParserBenchmark heads = new RequestParserBenchmark();

    @Test
    void shouldReadEveryFieldWhenOursReadsTheHeads() {
        RequestParserBenchmark.Ours ours = new RequestParserBenchmark.Ours();
        for (int round = 0; round < 3; round++) {
            assertEquals(3, heads.shortHead(ours));
            assertEquals(12, heads.browserHead(ours));
            assertEquals(3 * SampleHeads.PIPELINED, heads.pipelinedHeads(ours));
        }
    }

    @Test
    void shouldReadEveryFieldWhenThePeerReadsTheHeads() {
        RequestParserBenchmark.Netty netty = new RequestParserBenchmark.Netty();
        for (int round = 0; round < 3; round++) {
            assertEquals(3, heads.shortHeadNetty(netty));
            assertEquals(12, heads.browserHeadNetty(netty));
            assertEquals(3 * SampleHeads.PIPELINED, heads.pipelinedHeadsNetty(netty));
        }
    }

    @Test
    void shouldHaveTheSizeThatIsToldWhenItIsABrowsersHead() {
        assertTrue(SampleHeads.BROWSER.length() > 500, "bytes=" + SampleHeads.BROWSER.length());
    }

    @Test
    void shouldFindAllDataWhenTheBodyIsChunked() {
        BodyDecoderBenchmark bodies = new BodyDecoderBenchmark();
        for (int round = 0; round < 3; round++) {
            assertEquals(BodyDecoderBenchmark.CHUNKS * BodyDecoderBenchmark.CHUNK_BYTES, bodies.chunk());
        }
    }

    @Test
    void shouldMakeThePathsThatAreToldWhenTargetsAreNormalised() {
        UriPathBenchmark paths = new UriPathBenchmark();
        assertEquals("/images/2026/11/an-event-pump.png", paths.plainPath());
        assertEquals("/bilder/über uns/größe.png", paths.encodedPath());
    }
}
