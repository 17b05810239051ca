package io.ejet.log;

/** The fields of a record that tell of the request, taken out of its method, its target and its Host and Cookie fields. */
final class RequestFields {
    private RequestFields() {}

    static void appendRequest(LoggedExchange exchange, StringBuilder record) {
        if (exchange.method() == null && exchange.target() == null) {
            record.append('-');
            return;
        }
        ClientText.append(exchange.method(), record);
        record.append(' ');
        ClientText.append(exchange.target(), record);
        record.append(' ').append(protocol(exchange));
    }

    static String protocol(LoggedExchange exchange) {
        return exchange.isHttp11() ? "HTTP/1.1" : "HTTP/1.0";
    }

    static void appendPath(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null) {
            record.append('-');
        } else {
            ClientText.append(target, RequestText.pathStart(target), RequestText.pathEnd(target), record);
        }
    }

    static void appendPathAndQuery(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null) {
            record.append('-');
        } else {
            ClientText.append(target, RequestText.pathStart(target), target.length(), record);
        }
    }

    static void appendQuery(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null) {
            record.append('-');
        } else {
            ClientText.append(target, RequestText.pathEnd(target) + 1, target.length(), record);
        }
    }

    static void appendAbsolute(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        if (target == null || RequestText.authorityStart(target) >= 0) {
            ClientText.append(target, record);
            return;
        }
        record.append("http://");
        ClientText.append(exchange.header("Host"), record);
        ClientText.append(target, record);
    }

    static void appendHost(LoggedExchange exchange, StringBuilder record) {
        String target = exchange.target();
        int authority = target == null ? -1 : RequestText.authorityStart(target);
        String text = authority >= 0 ? target : exchange.header("Host");
        if (text == null) {
            record.append('-');
            return;
        }
        int start = Math.max(authority, 0);
        int end = authority >= 0 ? RequestText.authorityEnd(text, start) : text.length();
        ClientText.append(text, start, RequestText.hostEnd(text, start, end), record);
    }

    static LogField cookie(String name) {
        return (exchange, record) -> RequestText.appendNamed(exchange.header("Cookie"), 0, name, ';', record);
    }

    static LogField argument(String index) {
        if (index.length() < 5 && index.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int n = Integer.parseInt(index);
            return (exchange, record) -> {
                String target = exchange.target();
                if (target == null) {
                    record.append('-');
                } else {
                    RequestText.appendNth(target, RequestText.pathEnd(target) + 1, n, '&', record);
                }
            };
        }
        return (exchange, record) -> {
            String target = exchange.target();
            int from = target == null ? 0 : RequestText.pathEnd(target) + 1;
            RequestText.appendNamed(target, from, index, '&', record);
        };
    }
}
