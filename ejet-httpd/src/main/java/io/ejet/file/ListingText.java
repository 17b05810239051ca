package io.ejet.file;

import io.ejet.http.JsonString;
import io.ejet.http.UriPath;
import io.ejet.server.ErrorPages;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Writes lists of folders, in HTML and in JSON. Names come from whoever may write into the folder: in text they are escaped, in
 * links they are encoded, and nothing of them is markup.
 *
 * <p>Pure functions; any thread.
 */
final class ListingText {
    private static final long LEAST_SECONDS =
            Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long MOST_SECONDS =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int ENTRY_CHARS = 128;

    private static final String STYLE = ":root{color-scheme:light dark}"
            + "body{font:1rem/1.5 system-ui,sans-serif;margin:2rem}"
            + "th,td{padding:0 1.5rem 0 0;text-align:left;white-space:pre}"
            + "td:last-child,th:last-child{text-align:right}";

    private ListingText() {}

    /**
     * Writes a list.
     *
     * @param path the folder's, as it was asked for, with a slash at its end
     * @param list what is in it
     * @param query how it is wanted
     * @return in UTF-8
     */
    static byte[] of(String path, FolderList list, ListingQuery query) {
        List<FolderEntry> entries =
                list.entries().stream().sorted(query.order()).toList();
        StringBuilder to = new StringBuilder(1024 + ENTRY_CHARS * entries.size());
        if (query.isJson()) {
            json(entries, to);
        } else {
            html(path, new FolderList(entries, list.isCut()), query, to);
        }
        return to.toString().getBytes(StandardCharsets.UTF_8);
    }

    // -- HTML

    private static void html(String path, FolderList list, ListingQuery query, StringBuilder to) {
        String title = "Index of " + ErrorPages.escape(path);
        to.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(title)
                .append("</title>\n<style>" + STYLE + "</style></head>\n<body><h1>")
                .append(title)
                .append("</h1>\n<table>\n<thead><tr>");
        column("Name", ListingQuery.Sort.NAME, query, to);
        column("Modified (UTC)", ListingQuery.Sort.TIME, query, to);
        column("Size", ListingQuery.Sort.SIZE, query, to);
        to.append("</tr></thead>\n<tbody>\n");
        if (path.length() > 1) {
            to.append("<tr><td><a href=\"../\">../</a></td><td></td><td></td></tr>\n");
        }
        list.entries().forEach(entry -> row(entry, to));
        to.append("</tbody>\n</table>\n");
        if (list.isCut()) {
            to.append("<p>There is more: this folder is too large to be shown as a whole.</p>\n");
        }
        to.append("<hr><p>eJet</p></body>\n</html>\n");
    }

    /** A head that sorts by its column, and the other way round when it is sorted by that already. */
    private static void column(String title, ListingQuery.Sort sort, ListingQuery query, StringBuilder to) {
        boolean isSorted = query.sort() == sort;
        to.append("<th");
        if (isSorted) {
            to.append(" aria-sort=\"")
                    .append(query.isDescending() ? "descending" : "ascending")
                    .append('"');
        }
        to.append("><a href=\"?sort=")
                .append(sort.word())
                .append("&amp;order=")
                .append(isSorted && !query.isDescending() ? "desc" : "asc")
                .append("\">")
                .append(title)
                .append("</a></th>");
    }

    private static void row(FolderEntry entry, StringBuilder to) {
        String slash = entry.isFolder() ? "/" : "";
        to.append("<tr><td><a href=\"")
                .append(link(entry.name()))
                .append(slash)
                .append("\">")
                .append(ErrorPages.escape(entry.name()))
                .append(slash)
                .append("</a></td><td>")
                .append(time(entry), 0, 10)
                .append(' ')
                .append(time(entry), 11, 19)
                .append("</td><td>");
        if (entry.isFolder()) {
            to.append('-');
        } else {
            to.append(entry.sizeBytes());
        }
        to.append("</td></tr>\n");
    }

    /** Relative to the folder. What stands before a colon would be a scheme (RFC 3986 section 4.2). */
    private static String link(String name) {
        return ErrorPages.escape(UriPath.encode(name).replace(":", "%3A"));
    }

    // -- JSON, as nginx's autoindex_format has it but for the time

    private static void json(List<FolderEntry> entries, StringBuilder to) {
        to.append('[');
        String before = "\n";
        for (FolderEntry entry : entries) {
            to.append(before).append("{ \"name\":");
            JsonString.append(entry.name(), to);
            to.append(", \"type\":\"")
                    .append(entry.isFolder() ? "directory" : "file")
                    .append("\", \"mtime\":\"")
                    .append(time(entry))
                    .append('"');
            if (!entry.isFolder()) {
                to.append(", \"size\":").append(entry.sizeBytes());
            }
            to.append(" }");
            before = ",\n";
        }
        to.append("\n]\n");
    }

    /** As RFC 3339 has it, in UTC, to the second; of a year without four digits the nearest that has them. */
    private static String time(FolderEntry entry) {
        long seconds = Math.max(LEAST_SECONDS, Math.min(entry.modifiedSeconds(), MOST_SECONDS));
        return Instant.ofEpochSecond(seconds).toString();
    }
}
