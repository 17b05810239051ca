package io.ejet.integration;

import io.ejet.log.AccessLog;
import io.ejet.log.LoggedExchange;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An access log that a test can read. */
final class LogRecords implements AccessLog {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** One record. */
    record Entry(String target, int status, long bytesReceived, long bytesSent, long durationNs, long createdMs) {}

    @Override
    public void log(LoggedExchange exchange) {
        entries.add(new Entry(
                exchange.target(),
                exchange.status(),
                exchange.bytesReceived(),
                exchange.bytesSent(),
                exchange.durationNs(),
                exchange.createdMs()));
    }

    List<Entry> entries() {
        return entries;
    }

    /** Waits until there are so many, which must not be more. */
    List<Entry> await(int count) {
        HttpRig.await(() -> entries.size() >= count, count + " records of the access log");
        if (entries.size() > count) {
            throw new AssertionError("more than " + count + " records: " + entries);
        }
        return entries;
    }
}
