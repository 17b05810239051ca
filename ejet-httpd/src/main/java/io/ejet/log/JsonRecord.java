package io.ejet.log;

import java.util.ArrayList;
import java.util.List;

/**
 * A record that is an object of JSON (RFC 8259): a field without a value is {@code null}, one that is a number alone is a number,
 * everything else a string.
 *
 * <p>Immutable; any thread. Bounds: beyond {@link AccessLogFormat#LONGEST} characters further fields are left out.
 */
final class JsonRecord implements LogField {
    private final Member[] members;

    private JsonRecord(List<Member> members) {
        this.members = members.toArray(new Member[0]);
    }

    /** One field of the object; the name is escaped, in quotes, and has its colon. */
    private record Member(String name, List<LogField> parts, boolean isNumber) {
        void append(LoggedExchange exchange, StringBuilder record) {
            record.append(name);
            int start = record.length();
            if (isNumber) {
                parts.get(0).append(exchange, record);
                if (!JsonNumber.isAt(record, start)) {
                    quote(record, start);
                }
            } else {
                for (int i = 0; i < parts.size() && record.length() - start < ClientText.LONGEST; i++) {
                    parts.get(i).append(exchange, record);
                }
                quote(record, start);
            }
        }

        private static void quote(StringBuilder record, int start) {
            if (record.length() == start) {
                record.append("null");
            } else {
                record.insert(start, '"').append('"');
            }
        }
    }

    /** Puts the fields of an object together. */
    static final class Builder {
        private final List<Member> members = new ArrayList<>();

        void add(String name, TemplateFields value) {
            members.add(new Member('"' + JsonText.of(name) + "\":", List.of(value.fields()), value.isNumber()));
        }

        JsonRecord build() {
            return new JsonRecord(members);
        }
    }

    @Override
    public void append(LoggedExchange exchange, StringBuilder record) {
        int start = record.length();
        record.append('{');
        for (int i = 0; i < members.length && record.length() - start < AccessLogFormat.LONGEST; i++) {
            if (i > 0) {
                record.append(',');
            }
            members[i].append(exchange, record);
        }
        record.append('}');
    }
}
