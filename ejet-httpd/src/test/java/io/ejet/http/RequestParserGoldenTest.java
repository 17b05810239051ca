package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus, each case replayed whole, cut at every index and byte by byte, in both kinds of buffers, lying still and moving. */
class RequestParserGoldenTest {
    static Stream<GoldenCase> cases() {
        return Stream.concat(GoldenCase.read("requests.txt").stream(), GoldenCase.read("faults.txt").stream());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheSameLogWhenCutAnywhere(GoldenCase golden) {
        RequestParser parser =
                new RequestParser(golden.limit("line", 1000), golden.limit("head", 4000), golden.limit("fields", 50));
        byte[] input = golden.input();
        Cuts.all(input.length).forEach(cuts -> {
            String cut = Arrays.toString(cuts);
            assertEquals(golden.log(), new RequestLog(parser, false, false).replay(input, cuts), cut);
            assertEquals(golden.log(), new RequestLog(parser, true, false).replay(input, cuts), "direct " + cut);
            assertEquals(golden.log(), new RequestLog(parser, true, true).replay(input, cuts), "moving " + cut);
        });
    }

    @Test
    void shouldHaveACaseForEachFault() {
        List<GoldenCase> all = new ArrayList<>(GoldenCase.read("faults.txt"));
        all.addAll(GoldenCase.read("chunked.txt"));
        Set<RequestFault> seen = EnumSet.of(RequestFault.BAD_PATH); // of UriPath, not of a parser
        for (GoldenCase golden : all) {
            String outcome = golden.log().get(golden.log().size() - 1);
            if (outcome.startsWith("FAILED ")) {
                seen.add(RequestFault.valueOf(outcome.split(" ", -1)[1]));
            }
        }
        assertEquals(EnumSet.allOf(RequestFault.class), seen);
    }

    @Test
    void shouldHaveCasesWithoutAFaultWhenTheCorpusIsRead() {
        List<GoldenCase> valid = GoldenCase.read("requests.txt");
        assertTrue(valid.size() > 20);
        assertTrue(
                valid.stream().flatMap(golden -> golden.log().stream()).noneMatch(line -> line.startsWith("FAILED")));
    }
}
