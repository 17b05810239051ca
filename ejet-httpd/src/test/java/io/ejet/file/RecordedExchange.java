package io.ejet.file;

import io.ejet.HttpBodyReader;
import io.ejet.HttpExchange;
import io.ejet.PreparedAnswer;
import io.ejet.http.HttpFields;
import io.ejet.http.HttpStatus;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;

/**
 * A request without a connection, and what it was answered. The test's thread is the owner: tasks wait until it runs them.
 * The answer is complete when it is sent, and the exchange with it, as over a client that takes everything at once.
 */
public final class RecordedExchange implements HttpExchange {
    private static final String[] NO_HEADERS = {};

    private final String method;
    private final String path;
    private final String query;
    private final String[] headers;
    private final List<Runnable> onClosed = new ArrayList<>();
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    // the answer
    private final Map<String, String> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int status = 200;
    private byte[] body = {};
    private PreparedAnswer prepared;
    private int answers;
    private boolean closesAtAnswer = true;
    private boolean failsToSend;
    private boolean takesFilesLater;
    private Runnable takeFile = () -> {};

    // both the owner and whoever executes
    private final Object lock = new Object();
    private boolean closed;
    private int refusals;
    private Runnable onRefused = () -> {};

    public RecordedExchange(String method, String path, String query, String... headers) {
        this.method = method;
        this.path = path;
        this.query = query;
        this.headers = headers.length == 0 ? NO_HEADERS : headers;
    }

    public static RecordedExchange get(String path, String... headers) {
        return new RecordedExchange("GET", path, null, headers);
    }

    // -- for tests

    /** The connection is lost. */
    public void lose() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
        }
        onClosed.forEach(Runnable::run);
    }

    /** The client is slow: a file is sent when {@link #takeFile} is called. */
    public RecordedExchange takingFilesLater() {
        takesFilesLater = true;
        return this;
    }

    public void takeFile() {
        takeFile.run();
    }

    /** The next calls of execute answer false. */
    public void refuseTasks(int times) {
        synchronized (lock) {
            refusals = times;
        }
    }

    /** The next call of execute answers false, and something happens meanwhile. */
    public void refuseTask(Runnable meanwhile) {
        refuseTasks(Integer.MAX_VALUE);
        onRefused = meanwhile;
    }

    /** It can be answered again and again, for measuring. */
    void keepOpen() {
        closesAtAnswer = false;
    }

    void failToSend() {
        failsToSend = true;
    }

    /** Runs the tasks that are there. */
    public void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            if (!isClosed()) {
                task.run();
            }
        }
    }

    /** Runs tasks as they come until the exchange is answered. */
    public RecordedExchange await() throws InterruptedException {
        while (answers == 0) {
            Runnable task = tasks.take();
            if (!isClosed()) {
                task.run();
            }
        }
        return this;
    }

    /** Waits until there is a task and leaves it there. */
    public void awaitTask() throws InterruptedException {
        tasks.put(tasks.take());
    }

    public int taskCount() {
        return tasks.size();
    }

    public boolean isAnswered() {
        return answers > 0;
    }

    public int answers() {
        return answers;
    }

    public String field(String name) {
        return fields.get(name);
    }

    public byte[] body() {
        return body;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    PreparedAnswer prepared() {
        return prepared;
    }

    // -- request

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return query == null ? path : path + "?" + query;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public boolean isHttp11() {
        return true;
    }

    @Override
    public String header(String name) {
        for (int i = 0; i < headers.length; i += 2) {
            if (headers[i].equalsIgnoreCase(name)) {
                return headers[i + 1];
            }
        }
        return null;
    }

    @Override
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        forEachHeader((other, value) -> {
            if (other.equalsIgnoreCase(name)) {
                values.add(value);
            }
        });
        return values;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> visitor) {
        for (int i = 0; i < headers.length; i += 2) {
            visitor.accept(headers[i], headers[i + 1]);
        }
    }

    @Override
    public String host() {
        return "";
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return null;
    }

    @Override
    public InetSocketAddress localAddress() {
        return null;
    }

    @Override
    public long contentLength() {
        return 0;
    }

    @Override
    public void readBody(HttpBodyReader reader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void suspendBody() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void resumeBody() {
        throw new UnsupportedOperationException();
    }

    // -- answer

    @Override
    public int status() {
        return status;
    }

    @Override
    public HttpExchange status(int code) {
        requireOpen();
        status = code;
        return this;
    }

    @Override
    public HttpExchange setHeader(String name, String value) {
        requireOpen();
        HttpFields.check(name, value);
        if (name.toLowerCase(Locale.ROOT).equals("content-length")) {
            throw new IllegalArgumentException("the server's own: " + name);
        }
        fields.put(name, value);
        return this;
    }

    @Override
    public HttpExchange addHeader(String name, String value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send() {
        finish(new byte[0], 0);
    }

    @Override
    public void send(String text) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void send(ByteBuffer piece) {
        byte[] bytes = new byte[piece.remaining()];
        piece.get(bytes);
        finish(bytes, bytes.length);
    }

    @Override
    public void send(FileChannel file, long position, long count, Closeable whenSent) {
        requireOpen();
        if (takesFilesLater) {
            takeFile = () -> sendNow(file, position, count, whenSent);
        } else {
            sendNow(file, position, count, whenSent);
        }
    }

    private void sendNow(FileChannel file, long position, long count, Closeable whenSent) {
        ByteBuffer bytes = ByteBuffer.allocate((int) count);
        try {
            while (bytes.hasRemaining() && file.read(bytes, position + bytes.position()) >= 0) {
                assert file.isOpen();
            }
            if (whenSent != null) {
                whenSent.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finish(bytes.array(), count);
    }

    @Override
    public void send(PreparedAnswer answer) {
        requireOpen();
        prepared = answer;
        if (!closesAtAnswer) {
            answers++;
            return;
        }
        fields.clear();
        status = answer.status();
        new String(answer.head(), StandardCharsets.ISO_8859_1).lines().skip(1).forEach(line -> {
            int colon = line.indexOf(": ");
            fields.put(line.substring(0, colon), line.substring(colon + 2));
        });
        finish(answer.body(), answer.body().length);
    }

    private void finish(byte[] bytes, long length) {
        requireOpen();
        boolean hasBody = HttpStatus.mayHaveBody(status);
        if (hasBody) {
            fields.put("Content-Length", Long.toString(length));
        }
        body = hasBody && !method.equals("HEAD") ? bytes : new byte[0];
        answers++;
        lose();
    }

    private void requireOpen() {
        if (failsToSend || isClosed()) {
            throw new IllegalStateException("the exchange has ended");
        }
    }

    @Override
    public void begin(long lengthBytes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean write(ByteBuffer piece) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void end(boolean complete) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onWritable(Runnable callback) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void onClosed(Runnable callback) {
        onClosed.add(callback);
    }

    @Override
    public boolean isClosed() {
        synchronized (lock) {
            return closed;
        }
    }

    // -- for the program

    @Override
    public boolean execute(Runnable task) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            if (refusals > 0) {
                refusals--;
                onRefused.run();
                return false;
            }
            return tasks.add(task);
        }
    }

    @Override
    public Object attachment() {
        return null;
    }

    @Override
    public void attach(Object newAttachment) {
        throw new UnsupportedOperationException();
    }
}
