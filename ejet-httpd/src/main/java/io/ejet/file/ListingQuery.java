package io.ejet.file;

import io.ejet.HttpExchange;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a client wants the list of a folder: {@code ?sort=name|time|size&order=asc|desc&format=html|json}. What is not
 * understood counts as not said. Without a format, JSON goes to who accepts {@code application/json} rather than
 * {@code text/html} (RFC 9110 section 12.5.1).
 *
 * @param isJson JSON, else HTML
 * @param sort by what
 * @param isDescending whether the greatest comes first
 */
record ListingQuery(boolean isJson, Sort sort, boolean isDescending) {
    private static final Pattern WEIGHT = Pattern.compile("0(\\.\\d{0,3})?|1(\\.0{0,3})?");
    private static final Comparator<FolderEntry> BY_NAME = Comparator.comparing(
                    FolderEntry::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(FolderEntry::name);

    /** By what a list is sorted. */
    enum Sort {
        /** In any case; names that differ in nothing else by that. */
        NAME,
        /** The time of modification. */
        TIME,
        /** The size; folders have none. */
        SIZE;

        /** What queries call it. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a request asks for. */
    static ListingQuery of(HttpExchange exchange) {
        String query = exchange.query();
        String format = value(query, "format=");
        boolean isJson = format.equals("json") || (!format.equals("html") && isJsonWanted(exchange.headers("Accept")));
        Sort sort = Sort.NAME;
        for (Sort candidate : Sort.values()) {
            sort = value(query, "sort=").equals(candidate.word()) ? candidate : sort;
        }
        return new ListingQuery(isJson, sort, value(query, "order=").equals("desc"));
    }

    /** The value behind a name with its equals sign; empty when there is none. */
    private static String value(String query, String name) {
        if (query == null) {
            return "";
        }
        int start = 0;
        while (start < query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            if (query.startsWith(name, start)) {
                return query.substring(start + name.length(), end);
            }
            start = end + 1;
        }
        return "";
    }

    private static boolean isJsonWanted(List<String> accepted) {
        double json = 0;
        double html = 0;
        for (String line : accepted) {
            for (String range : line.split(",", -1)) {
                String[] parts = range.split(";", -1);
                String type = parts[0].strip();
                if (type.equalsIgnoreCase("application/json")) {
                    json = weight(parts);
                } else if (type.equalsIgnoreCase("text/html")) {
                    html = weight(parts);
                }
            }
        }
        return json > html;
    }

    /** The weight among the parameters of a media range; 1 without, 0 for what is none. */
    private static double weight(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("q=")) {
                String weight = parameter.substring(2);
                return WEIGHT.matcher(weight).matches() ? Double.parseDouble(weight) : 0;
            }
        }
        return 1;
    }

    /** Folders first, then as it was asked for; what is equal by name. */
    Comparator<FolderEntry> order() {
        Comparator<FolderEntry> ascending = switch (sort) {
            case NAME -> BY_NAME;
            case TIME -> Comparator.comparingLong(FolderEntry::modifiedSeconds);
            case SIZE -> Comparator.comparingLong(entry -> entry.isFolder() ? 0 : entry.sizeBytes());
        };
        Comparator<FolderEntry> asked = isDescending ? ascending.reversed() : ascending;
        return Comparator.comparing(FolderEntry::isFolder)
                .reversed()
                .thenComparing(asked)
                .thenComparing(BY_NAME);
    }
}
