package io.ejet.cli;

import io.ejet.EJet;
import io.ejet.Question;
import io.ejet.conf.Configuration;
import io.ejet.conf.ListenAddress;
import io.ejet.server.Explanation;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** {@code ejet explain -c FILE METHOD URL}: prints how a request would be decided. On the main thread. */
final class ExplainCommand {
    static final String NAME = "explain";

    /** What the configuration is called where none is named. */
    private static final List<String> USUAL = List.of("ejet.conf", "conf/ejet.conf");

    private static final String CONFIGURATION = "--config";
    private static final String FIELD = "--header";
    private static final String CLIENT = "--from";
    private static final String JSON = "--json";
    private static final String HELP = "--help";

    private final PrintStream out;
    private final Program program;

    /**
     * A command.
     *
     * @param out takes the explanation, in UTF-8
     * @param program reads configurations
     */
    ExplainCommand(PrintStream out, Program program) {
        this.out = out;
        this.program = program;
    }

    /**
     * Does it.
     *
     * @param args what stands behind the name of the command
     * @throws StartFailure when the arguments or the configuration are wrong
     */
    void run(List<String> args) throws StartFailure {
        ParseResult parsed;
        try {
            parsed = command().parseArgs(args.toArray(new String[0]));
        } catch (ParameterException e) {
            throw new StartFailure(Arguments.oneLine(e.getMessage()) + " (ejet explain -h shows what there is)", e);
        }
        if (parsed.hasMatchedOption(HELP)) {
            out.println(command().getUsageMessage(Ansi.OFF).stripTrailing());
            return;
        }
        print(explanation(parsed), parsed.hasMatchedOption(JSON));
    }

    private Explanation explanation(ParseResult parsed) throws StartFailure {
        List<String> words = parsed.matchedPositionalValue(0, List.of());
        if (words.size() != 2) {
            throw new StartFailure("explain needs a method and a URL: ejet explain -c FILE GET URL");
        }
        Path file = file(parsed);
        Configuration configuration =
                program.configuration(new Arguments(Arguments.Action.PRINT, file, null, List.of()));
        try {
            Question question = new Question(
                    words.get(0), words.get(1), parsed.matchedOptionValue(FIELD, List.of()), client(parsed));
            return EJet.explain(configuration.settings(), question);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(e.getMessage(), e);
        } catch (IOException e) {
            throw new StartFailure("cannot explain: " + e.getMessage(), e);
        }
    }

    /** Where none is named, the one of the folder is meant. */
    private static Path file(ParseResult parsed) throws StartFailure {
        if (parsed.hasMatchedOption(CONFIGURATION)) {
            return FileNames.path(CONFIGURATION, parsed.matchedOptionValue(CONFIGURATION, ""));
        }
        for (String usual : USUAL) {
            if (Files.isRegularFile(Path.of(usual))) {
                return Path.of(usual);
            }
        }
        throw new StartFailure("there is no " + String.join(" and no ", USUAL) + " here: ejet explain -c FILE GET URL");
    }

    private static InetAddress client(ParseResult parsed) throws StartFailure {
        String text = parsed.matchedOptionValue(CLIENT, "127.0.0.1");
        InetAddress address = address(text.indexOf(':') >= 0 && !text.startsWith("[") ? "[" + text + "]" : text);
        if (address == null || address.isAnyLocalAddress()) {
            throw new StartFailure(CLIENT + ": '" + Arguments.oneLine(text)
                    + "' is no address of a client in numbers, such as 192.0.2.1 or 2001:db8::1");
        }
        return address;
    }

    /** Null if it is none. */
    private static InetAddress address(String text) {
        try {
            return ListenAddress.parse(text + ":0").getAddress();
        } catch (IllegalArgumentException none) {
            return null;
        }
    }

    private void print(Explanation explanation, boolean isJson) {
        out.writeBytes((isJson ? explanation.json() : explanation.text()).getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static CommandLine command() {
        CommandSpec spec = CommandSpec.create().name("ejet explain");
        spec.addOption(OptionSpec.builder("-c", CONFIGURATION)
                .paramLabel("FILE")
                .type(String.class)
                .description("the configuration; ejet.conf or conf/ejet.conf of this folder unless given")
                .build());
        spec.addOption(OptionSpec.builder("-H", FIELD)
                .paramLabel("'NAME: VALUE'")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("1")
                .description("a field of the request; repeatable. Host takes the place of the URL's")
                .build());
        spec.addOption(OptionSpec.builder(CLIENT)
                .paramLabel("ADDRESS")
                .type(String.class)
                .description("the address of who is connected, a client or a trusted proxy; 127.0.0.1 unless given")
                .build());
        spec.addOption(OptionSpec.builder(JSON)
                .description("print one object in JSON instead of text")
                .build());
        spec.addOption(OptionSpec.builder("-h", HELP)
                .usageHelp(true)
                .description("print this")
                .build());
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("METHOD URL")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .arity("0..*")
                .description("the request: GET http://www.example.org:8080/path?query, or the URL from its path on")
                .build());
        spec.usageMessage()
                .width(100)
                .description(
                        "Prints how a request would be decided: listener, host, locations, each line of each script,",
                        "the file that results, the fields that are added. Nothing is served.")
                .sortOptions(false);
        return new CommandLine(spec).setExpandAtFiles(false);
    }
}
