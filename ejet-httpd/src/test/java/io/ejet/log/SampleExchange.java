package io.ejet.log;

import io.ejet.script.ScriptRun;
import io.ejet.script.Worth;
import java.util.Map;
import java.util.TreeMap;

/** An exchange that answers what a test has set. Setters answer the exchange. */
public final class SampleExchange implements LoggedExchange {
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String remoteIp = "192.0.2.7";
    private long createdMs;
    private long durationNs;
    private String method = "GET";
    private String path;
    private String target = "/";
    private boolean http11 = true;
    private int status = 200;
    private long bytesReceived;
    private long bytesSent;
    private long bodyBytesSent;
    private ScriptRun variables;
    private Worth local;

    /** GET / over HTTP/1.1, answered with 200. */
    public SampleExchange() {}

    SampleExchange remoteIp(String value) {
        remoteIp = value;
        return this;
    }

    SampleExchange created(long ms) {
        createdMs = ms;
        return this;
    }

    SampleExchange duration(long ns) {
        durationNs = ns;
        return this;
    }

    SampleExchange method(String value) {
        method = value;
        return this;
    }

    /** Sets the target. */
    public SampleExchange target(String value) {
        target = value;
        return this;
    }

    SampleExchange http10() {
        http11 = false;
        return this;
    }

    SampleExchange header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    SampleExchange path(String value) {
        path = value;
        return this;
    }

    SampleExchange body(long sent) {
        bodyBytesSent = sent;
        return this;
    }

    /** What its scripts saw, and the worth of every local variable that they have set. */
    SampleExchange scripted(ScriptRun seen, Worth set) {
        variables = seen;
        local = set;
        return this;
    }

    SampleExchange status(int value) {
        status = value;
        return this;
    }

    SampleExchange bytes(long received, long sent) {
        bytesReceived = received;
        bytesSent = sent;
        return this;
    }

    @Override
    public String remoteIp() {
        return remoteIp;
    }

    @Override
    public long createdMs() {
        return createdMs;
    }

    @Override
    public long durationNs() {
        return durationNs;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public boolean isHttp11() {
        return http11;
    }

    @Override
    public String header(String name) {
        return headers.get(name);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long bytesReceived() {
        return bytesReceived;
    }

    @Override
    public long bytesSent() {
        return bytesSent;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long bodyBytesSent() {
        return bodyBytesSent;
    }

    @Override
    public boolean isScripted() {
        return variables != null;
    }

    @Override
    public Worth local(int slot) {
        return local;
    }

    @Override
    public ScriptRun variables() {
        return variables;
    }
}
