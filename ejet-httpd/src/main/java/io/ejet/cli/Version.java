package io.ejet.cli;

/** Which eJet this is, and on what it runs. */
final class Version {
    private static final String NOT_PACKAGED = "(not packaged)";

    private Version() {}

    /** Name and version, as the jar's manifest tells it. */
    static String name() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "eJet " + (version == null ? NOT_PACKAGED : version);
    }

    /** Two lines: eJet, and the runtime with the machine. */
    static String text() {
        return name() + System.lineSeparator()
                + "Java " + property("java.version") + ", " + property("java.vm.name") + " by "
                + property("java.vendor")
                + "; " + property("os.name") + " " + property("os.version") + ", " + property("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " cores";
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown");
    }
}
