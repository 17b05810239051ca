package io.ejet.conf;

import com.sun.management.UnixOperatingSystemMXBean;
import io.ejet.conf.ConfigNode.Section;
import java.lang.management.ManagementFactory;

/**
 * How many files and connections a process may have open. Java cannot raise that for itself beyond what it was started with, so
 * {@code rlimit nofile} is what the operator wants, compared with what there is.
 */
final class OpenFileLimit {
    private static final long UNKNOWN = Long.MAX_VALUE;

    private OpenFileLimit() {}

    /** Warns when the setting asks for more than there is. Asks for that only when there is a setting: it takes a while. */
    static void check(Section file, ConfigErrors errors) {
        if (ConfigKeys.OPEN_FILES.isIn(file)) {
            check(file, ofProcess(), errors);
        }
    }

    /**
     * The same.
     *
     * @param ofProcess how many it may have open
     */
    static void check(Section file, long ofProcess, ConfigErrors errors) {
        int wanted = ConfigKeys.OPEN_FILES.of(file, 0);
        if (wanted > ofProcess) {
            errors.warning(
                    ConfigKeys.OPEN_FILES.place(file),
                    "this process may have " + ofProcess + " files and connections open, not " + wanted,
                    "allow it more before it starts: ulimit -n " + wanted + ", or LimitNOFILE=" + wanted
                            + " in its systemd unit");
        }
    }

    /** The soft limit, which the JVM raises to the hard one when it starts; as good as none where it is not told. */
    private static long ofProcess() {
        try {
            return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                    ? unix.getMaxFileDescriptorCount()
                    : UNKNOWN;
        } catch (NoClassDefFoundError e) { // a runtime without jdk.management
            return UNKNOWN;
        }
    }
}
