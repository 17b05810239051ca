package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.file.ListingQuery.Sort;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListingQueryTest {
    private static final FolderEntry ZOO = new FolderEntry("Zoo", true, 30, 4096);
    private static final FolderEntry ANT = new FolderEntry("ant", true, 40, 8192);
    private static final FolderEntry SMALL = new FolderEntry("b.txt", false, 20, 1);
    private static final FolderEntry LARGE = new FolderEntry("A.txt", false, 10, 100);
    private static final FolderEntry SAME = new FolderEntry("a.txt", false, 10, 100);

    private static ListingQuery asked(String query, String... headers) {
        return ListingQuery.of(new RecordedExchange("GET", "/", query, headers));
    }

    @ParameterizedTest
    @CsvSource({
        "'', NAME, false",
        "sort=size, SIZE, false",
        "sort=time&order=desc, TIME, true",
        "order=desc, NAME, true",
        "a&&sort=size&sort=time&=, SIZE, false",
        "sort=SIZE, NAME, false",
        "sort=size%20, NAME, false",
        "xsort=size&order=descending, NAME, false",
        "sort, NAME, false",
        "&&&, NAME, false"
    })
    void shouldTakeWhatItUnderstandsWhenAQueryIsThere(String query, Sort sort, boolean isDescending) {
        assertEquals(new ListingQuery(false, sort, isDescending), asked(query));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json | true",
                "APPLICATION/JSON | true",
                "text/html, application/json | false",
                "text/html;q=0.5, application/json;q=0.6 | true",
                "text/html;q=0.5 , application/json ; Q=0.5 | false",
                "text/html;level=1;q=0.9, application/json;v=1 | true",
                "application/json;q=0 | false",
                "application/json;q=2 | false",
                "application/json;q= | false",
                "*/* | false",
                "application/* | false",
                "application/jsonp | false",
                "',,;;,;q=,' | false"
            })
    void shouldSpeakJsonWhenItIsAcceptedRatherThanHtml(String accept, boolean isJson) {
        assertEquals(isJson, asked(null, "Accept", accept).isJson());
    }

    @Test
    void shouldAddUpWhenAcceptHasSeveralLines() {
        assertEquals(
                false,
                asked(null, "Accept", "application/json", "Accept", "text/html").isJson());
    }

    @Test
    void shouldGoByTheFormatWhenItIsSaid() {
        assertEquals(true, asked("format=json", "Accept", "text/html").isJson());
        assertEquals(false, asked("format=html", "Accept", "application/json").isJson());
        assertEquals(true, asked("format=xml", "Accept", "application/json").isJson());
    }

    @ParameterizedTest
    @CsvSource({
        "sort=name, ant Zoo A.txt a.txt b.txt",
        "sort=name&order=desc, Zoo ant b.txt a.txt A.txt",
        "sort=time, Zoo ant A.txt a.txt b.txt",
        "sort=time&order=desc, ant Zoo b.txt A.txt a.txt",
        "sort=size, ant Zoo b.txt A.txt a.txt",
        "sort=size&order=desc, ant Zoo A.txt a.txt b.txt"
    })
    void shouldPutFoldersFirstWhateverItIsSortedBy(String query, String expected) {
        for (List<FolderEntry> entries :
                List.of(List.of(ZOO, ANT, SMALL, LARGE, SAME), List.of(SAME, SMALL, ANT, LARGE, ZOO))) {
            Stream<String> sorted =
                    entries.stream().sorted(asked(query).order()).map(FolderEntry::name);
            assertEquals(List.of(expected.split(" ", -1)), sorted.toList());
        }
    }
}
