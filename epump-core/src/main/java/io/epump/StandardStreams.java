package io.epump;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/**
 * The JVM's standard input and output, each with its thread. Input is read through {@code System.in}, which may have read ahead,
 * or be the program's own; output goes to the descriptor, since {@code System.out} keeps errors to itself.
 */
final class StandardStreams {
    /** What a pipe of Linux holds. */
    static final int BUFFER_BYTES = 64 * 1024;

    static final StreamThread IN =
            StreamThread.reader(() -> System.in, BUFFER_BYTES, task -> newThread(task, "epump-stdin"));
    static final StreamThread OUT = StreamThread.writer(
            new FileOutputStream(FileDescriptor.out), BUFFER_BYTES, task -> newThread(task, "epump-stdout"));

    private StandardStreams() {}

    /** A daemon: one that is blocked must not keep the JVM. */
    private static Thread newThread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
