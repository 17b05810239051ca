package io.ejet.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.file.ListingQuery.Sort;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingTextTest {
    private static final long SECONDS = 1_700_000_000L;
    private static final ListingQuery HTML = new ListingQuery(false, Sort.NAME, false);
    private static final ListingQuery JSON = new ListingQuery(true, Sort.NAME, false);

    private static FolderEntry file(String name) {
        return new FolderEntry(name, false, SECONDS, 5);
    }

    private static String text(String path, ListingQuery query, FolderEntry... entries) {
        return new String(ListingText.of(path, new FolderList(List.of(entries), false), query), StandardCharsets.UTF_8);
    }

    @Test
    void shouldWriteJsonAsNginxDoesButForTheTime() {
        assertEquals("""
                [
                { "name":"sub", "type":"directory", "mtime":"2023-11-14T22:13:20Z" },
                { "name":"a.txt", "type":"file", "mtime":"2023-11-14T22:13:20Z", "size":5 }
                ]
                """, text("/", JSON, file("a.txt"), new FolderEntry("sub", true, SECONDS, 4096)));
        assertEquals("[\n]\n", text("/", JSON));
    }

    @Test
    void shouldEscapeStringsWhenTheyGoIntoJson() {
        String json = text("/", JSON, file("a\"\\\u0001\n\u001fä\uD83D\uDE00"));
        assertTrue(json.contains("\"a\\\"\\\\\\u0001\\u000a\\u001fä\uD83D\uDE00\""), json);
    }

    @Test
    void shouldWriteARowForEachWhenItIsHtml() {
        String html = text("/x y/", HTML, file("a.txt"), new FolderEntry("sub", true, SECONDS, 4096));
        String rows = html.substring(html.indexOf("<tbody>\n") + 8, html.indexOf("</tbody>"));
        assertEquals("""
                <tr><td><a href="../">../</a></td><td></td><td></td></tr>
                <tr><td><a href="sub/">sub/</a></td><td>2023-11-14 22:13:20</td><td>-</td></tr>
                <tr><td><a href="a.txt">a.txt</a></td><td>2023-11-14 22:13:20</td><td>5</td></tr>
                """, rows);
        assertTrue(html.contains("<title>Index of /x y/</title>"), html);
        assertFalse(text("/", HTML).contains("../"), "nothing is above the root");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "<script>alert(1) %3Cscript%3Ealert(1) &lt;script&gt;alert(1)",
                "\"onclick=x %22onclick=x &quot;onclick=x",
                "a'b a&#39;b a&#39;b",
                "a&b a&amp;b a&amp;b",
                "100%25 100%2525 100%25",
                "javascript:alert(1) javascript%3Aalert(1) javascript:alert(1)",
                "a?b#c a%3Fb%23c a?b#c",
                "ä %C3%A4 ä"
            })
    void shouldLeaveNoMarkupWhenANameIsHostile(String name, String link, String shown) {
        String html = text("/", HTML, file(name));
        assertTrue(html.contains("<a href=\"" + link + "\">" + shown + "</a>"), html);
        assertFalse(html.contains("<script"), html);
        assertTrue(text("/" + name + "/", HTML).contains("<h1>Index of /" + shown + "/</h1>"), "as a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "NAME, false, desc asc asc",
        "NAME, true, asc asc asc",
        "TIME, false, asc desc asc",
        "SIZE, true, asc asc asc",
    })
    void shouldTurnTheOrderRoundWhenItIsSortedByThatColumn(Sort sort, boolean isDescending, String orders) {
        String html = text("/", new ListingQuery(false, sort, isDescending));
        String[] order = orders.split(" ", -1);
        assertTrue(html.contains("<a href=\"?sort=name&amp;order=" + order[0] + "\">Name</a>"), html);
        assertTrue(html.contains("<a href=\"?sort=time&amp;order=" + order[1] + "\">Modified (UTC)</a>"), html);
        assertTrue(html.contains("<a href=\"?sort=size&amp;order=" + order[2] + "\">Size</a>"), html);
        String direction = isDescending ? "descending" : "ascending";
        assertTrue(html.contains("<th aria-sort=\"" + direction + "\"><a href=\"?sort=" + sort.word()), html);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 253_402_300_800L, Long.MAX_VALUE})
    void shouldWriteFourDigitsOfAYearWhateverTheFileSystemSays(long seconds) {
        String json = text("/", JSON, new FolderEntry("a", false, seconds, 0));
        assertTrue(json.matches("(?s).*\"mtime\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ\".*"), json);
    }

    @Test
    void shouldSayThatThereIsMoreWhenTheListIsCut() {
        byte[] cut = ListingText.of("/", new FolderList(List.of(), true), HTML);
        assertTrue(new String(cut, StandardCharsets.UTF_8).contains("too large to be shown"));
        assertFalse(text("/", HTML).contains("too large to be shown"));
    }
}
