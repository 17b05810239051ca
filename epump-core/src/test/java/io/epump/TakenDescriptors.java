package io.epump;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All descriptors that the process may still have, until they are given back. Threads of the JVM open and close files of their
 * own, so one may be free again although all were taken: whoever needs that there is none takes again, and tries again.
 */
public final class TakenDescriptors implements AutoCloseable {
    /** How often whoever finds one tries again. */
    public static final int TRIES = 1_000;

    private final List<FileInputStream> taken = new ArrayList<>();

    /** Skips the test where a system cannot run out of them by opening /dev/null. */
    public TakenDescriptors() {
        assumeTrue(new File("/proc/self/fd").exists(), "needs a system that can run out of descriptors by /dev/null");
    }

    /** Takes all that are free. */
    public void take() {
        boolean isAll = false;
        try {
            for (int i = 0; i < 2_000_000; i++) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException none) { // that is what was wanted
            isAll = true;
        }
        assertTrue(isAll, "a process that may have so many descriptors: " + taken.size());
    }

    /** Gives some of them back. */
    public void giveBack(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            taken.remove(taken.size() - 1).close();
        }
    }

    @Override
    public void close() throws IOException {
        giveBack(taken.size());
    }
}
