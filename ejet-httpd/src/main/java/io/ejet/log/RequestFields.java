package io.ejet.log;

/** The fields of a record that tell of the request, taken out of its method, its target and its Host and Cookie fields. */
final class RequestFields {
    private final Escaping escaping;

    RequestFields(Escaping escaping) {
        this.escaping = escaping;
    }

    void appendRequest(LoggedExchange exchange, StringBuilder record) {
        if (exchange.method() == null && exchange.target() == null) {
            escaping.nothing(record);
            return;
        }
        escaping.append(exchange.method(), record);
        record.append(' ');
        escaping.append(exchange.target(), record);
        record.append(' ').append(protocol(exchange));
    }

    static String protocol(LoggedExchange exchange) {
        return exchange.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
    }

    /** As it was served; as it came, when it did not come to that. */
    void appendPath(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (exchange.path() != null || target == null) {
            escaping.appendDecoded(exchange.path(), record);
        } else {
            escaping.append(target, RequestText.pathStart(target), RequestText.pathEnd(target), record);
        }
    }

    void appendPathAndQuery(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null) {
            escaping.nothing(record);
        } else {
            int start = RequestText.pathStart(target);
            int end = target.length();
            if (start == end) { // an absolute target without a path asks for the root (RFC 9112 section 3.2.2)
                record.append('/');
                start = RequestText.pathEnd(target);
            }
            if (start < end) {
                escaping.append(target, start, end, record);
            }
        }
    }

    void appendQuery(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null) {
            escaping.nothing(record);
        } else {
            escaping.append(target, RequestText.pathEnd(target) + 1, target.length(), record);
        }
    }

    void appendAbsolute(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null || RequestText.authorityStart(target) >= 0) {
            escaping.append(target, record);
            return;
        }
        record.append("http://");
        escaping.append(exchange.header("Host"), record);
        escaping.append(target, record);
    }

    /** In lower case, without port and final dot, as scripts see it. */
    void appendHost(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        int authority = target == null ? -1 : RequestText.authorityStart(target);
        String text = authority >= 0 ? target : exchange.header("Host");
        if (text == null) {
            escaping.nothing(record);
            return;
        }
        int start = Math.max(authority, 0);
        int end = authority >= 0 ? RequestText.authorityEnd(text, start) : text.length();
        int from = record.length();
        escaping.append(text, start, RequestText.hostEnd(text, start, end), record);
        for (int i = from; i < record.length(); i++) { // what was escaped cannot be in a host
            char c = record.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                record.setCharAt(i, (char) (c + 'a' - 'A'));
            }
        }
    }

    LogField cookie(String name) {
        return (exchange, record) -> RequestText.appendNamed(exchange.header("Cookie"), 0, name, ';', escaping, record);
    }

    LogField argument(String index) {
        if (index.length() < 5 && index.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int n = Integer.parseInt(index);
            return (exchange, record) -> {
                String target = exchange.target();
                if (target == null) {
                    escaping.nothing(record);
                } else {
                    RequestText.appendNth(target, RequestText.pathEnd(target) + 1, n, '&', escaping, record);
                }
            };
        }
        return (exchange, record) -> {
            String target = exchange.target();
            int from = target == null ? 0 : RequestText.pathEnd(target) + 1;
            RequestText.appendNamed(target, from, index, '&', escaping, record);
        };
    }
}
