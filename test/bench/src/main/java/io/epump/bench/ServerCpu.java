package io.epump.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The CPU time of another process, as Linux tells it: {@code utime + stime} of {@code /proc/PID/stat}, all its threads
 * included. Unit: ticks, {@code getconf CLK_TCK} to the second.
 */
final class ServerCpu {
    private static final int UTIME_AFTER_NAME = 11;

    private final Path stat;

    ServerCpu(long pid) {
        stat = Path.of("/proc/" + pid + "/stat");
    }

    long ticks() throws IOException {
        return ticksOf(Files.readString(stat, StandardCharsets.ISO_8859_1));
    }

    /** The second field is the name in brackets, and may itself hold blanks and brackets. */
    static long ticksOf(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 1).strip().split(" ", -1);
        return Long.parseLong(fields[UTIME_AFTER_NAME]) + Long.parseLong(fields[UTIME_AFTER_NAME + 1]);
    }
}
