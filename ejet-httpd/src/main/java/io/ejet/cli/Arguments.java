package io.ejet.cli;

import io.ejet.conf.ListenAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What the command line asks for.
 *
 * @param action what to do
 * @param configuration the configuration file, null without one
 * @param root the folder to serve without a configuration, null with one
 * @param listens addresses given, perhaps none
 */
record Arguments(Action action, Path configuration, Path root, List<InetSocketAddress> listens) {
    private static final String CONFIGURATION = "--config";
    private static final String TEST = "--test";
    private static final String PRINT = "--print";
    private static final String ROOT = "--root";
    private static final String LISTEN = "--listen";
    private static final String RELOAD = "reload";
    private static final String REHEARSE = "--rehearse";
    private static final String VERSION = "--version";
    private static final String HELP = "--help";

    /** What to do. */
    enum Action {
        /** Serve until told to stop. */
        SERVE,
        /** Read the configuration and say what is wrong with it. */
        TEST,
        /** The same, and print it as it takes effect. */
        PRINT,
        /** Have the running server read its configuration again. */
        RELOAD,
        /** Start, answer a few questions of its own, stop. */
        REHEARSE,
        /** Say which version this is. */
        VERSION,
        /** Say what can be asked for. */
        HELP,
        /** The same, since nothing was asked for. */
        USAGE
    }

    /**
     * Reads a command line.
     *
     * @throws StartFailure when it cannot be understood, or asks for what does not go together
     */
    static Arguments parse(String... args) throws StartFailure {
        if (args.length == 0) {
            return of(Action.USAGE);
        }
        boolean isReload = args[0].equals(RELOAD);
        ParseResult parsed;
        try {
            parsed = command().parseArgs(Arrays.copyOfRange(args, isReload ? 1 : 0, args.length));
        } catch (ParameterException e) {
            throw new StartFailure(problem(e) + " (ejet -h shows what there is)", e);
        }
        if (parsed.hasMatchedOption(HELP)) {
            return of(Action.HELP);
        } else if (parsed.hasMatchedOption(VERSION)) {
            return of(Action.VERSION);
        } else if (parsed.hasMatchedOption(REHEARSE)) {
            if (args.length > 1) {
                throw new StartFailure(REHEARSE + " goes with no other option");
            }
            return of(Action.REHEARSE);
        }
        if (isReload) {
            return reload(parsed);
        }
        Action whole = parsed.hasMatchedOption(TEST) ? Action.TEST : Action.SERVE;
        return checked(
                parsed.hasMatchedOption(PRINT) ? Action.PRINT : whole,
                path(parsed, CONFIGURATION),
                path(parsed, ROOT),
                addresses(parsed.matchedOptionValue(LISTEN, List.of())));
    }

    private static Arguments reload(ParseResult parsed) throws StartFailure {
        Path configuration = path(parsed, CONFIGURATION);
        if (configuration == null || parsed.matchedOptions().size() > 1) {
            throw new StartFailure(
                    "reload needs the configuration of the running server, and nothing else:" + " ejet reload -c FILE");
        }
        return new Arguments(Action.RELOAD, configuration, null, List.of());
    }

    private static Arguments of(Action action) {
        return new Arguments(action, null, null, List.of());
    }

    /** The path is made here: what picocli says of a wrong one is for programmers. */
    private static Path path(ParseResult parsed, String option) throws StartFailure {
        String name = parsed.matchedOptionValue(option, null);
        return name == null ? null : FileNames.path(option, name);
    }

    private static Arguments checked(Action action, Path configuration, Path root, List<InetSocketAddress> listens)
            throws StartFailure {
        if (configuration != null && root != null) {
            throw new StartFailure("-c and --root do not go together: a configuration names its own folders");
        } else if (action == Action.TEST && configuration == null) {
            throw new StartFailure("-t needs a configuration to test: -t -c FILE");
        } else if (action == Action.PRINT && configuration == null) {
            throw new StartFailure("-T needs a configuration to print: -T -c FILE");
        } else if (action == Action.PRINT && !listens.isEmpty()) {
            throw new StartFailure("-T prints what the configuration says; --listen does not go with it");
        } else if (configuration == null && root == null) {
            throw new StartFailure("nothing to serve: -c FILE or --root DIR is missing");
        } else if (root != null && listens.isEmpty()) {
            throw new StartFailure("--root needs an address: --root DIR --listen ADDR:PORT");
        }
        return new Arguments(action, configuration, root, listens);
    }

    private static List<InetSocketAddress> addresses(List<String> texts) throws StartFailure {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            boolean isPort = text.chars().allMatch(c -> c >= '0' && c <= '9');
            try {
                addresses.add(ListenAddress.parse(isPort ? "*:" + text : text));
            } catch (IllegalArgumentException e) {
                throw new StartFailure("--listen: " + oneLine(e.getMessage()), e);
            }
        }
        return addresses;
    }

    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (!first.startsWith("-")) {
                return "'" + first + "' stands alone: a configuration comes after -c, a folder after --root";
            }
        }
        return oneLine(e.getMessage());
    }

    static String oneLine(String message) {
        return String.valueOf(message).lines().findFirst().orElse("").strip();
    }

    /** What can be asked for, over several lines. */
    static String usage() {
        return command().getUsageMessage(Ansi.OFF).stripTrailing();
    }

    /** Without annotations: picocli would find them by reflection at each start. */
    private static CommandLine command() {
        CommandSpec spec = CommandSpec.create().name("ejet");
        spec.addOption(OptionSpec.builder("-c", CONFIGURATION)
                .paramLabel("FILE")
                .type(String.class)
                .description("serve what the configuration in FILE says, in the foreground")
                .build());
        spec.addOption(OptionSpec.builder("-t", TEST)
                .description("test the configuration: print all errors, serve nothing; exit code 0 or 2")
                .build());
        spec.addOption(OptionSpec.builder("-T", PRINT)
                .description(
                        "test the configuration and print it as it takes effect, with every default and where each",
                        "setting is from; what is printed is a configuration")
                .build());
        spec.addOption(OptionSpec.builder(ROOT)
                .paramLabel("DIR")
                .type(String.class)
                .description("serve the files in DIR, without a configuration")
                .build());
        spec.addOption(OptionSpec.builder(LISTEN)
                .paramLabel("ADDR:PORT")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description(
                        "listen there: 127.0.0.1:8080, [::1]:8080, *:8080 or just 8080 (all addresses); repeatable;",
                        "with -c in place of the configuration's addresses, in their order, as many as there are")
                .build());
        spec.addOption(OptionSpec.builder(REHEARSE)
                .description(
                        "answer a few requests of its own and stop, so that Java can make a class-data archive:",
                        "java -XX:ArchiveClassesAtExit=ejet.jsa -jar ejet.jar --rehearse")
                .build());
        spec.addOption(OptionSpec.builder("-v", VERSION)
                .versionHelp(true)
                .description("print the version, the Java runtime and the machine")
                .build());
        spec.addOption(OptionSpec.builder("-h", HELP)
                .usageHelp(true)
                .description("print this")
                .build());
        spec.usageMessage()
                .width(100)
                .customSynopsis(
                        "ejet -c FILE [-t | -T] [--listen ADDR:PORT]...",
                        "       ejet reload -c FILE",
                        "       ejet explain -c FILE METHOD URL (ejet explain -h tells more)",
                        "       ejet --root DIR --listen ADDR:PORT...")
                .footer(
                        "",
                        "SIGTERM or SIGINT ends it: what is under way is finished, within the configured limit;",
                        "a second signal ends it at once. SIGHUP, which reload sends, has it read FILE again.",
                        "Exit codes: 0 told to stop, or the reload is done; 1 the reload is refused; 2 cannot.")
                .sortOptions(false);
        return new CommandLine(spec).setExpandAtFiles(false);
    }
}
