package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ListenAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command line asks for, and which ones are refused. */
class ArgumentsTest {
    private static String[] words(String line) {
        return line.isEmpty() ? new String[0] : line.split(" ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                | USAGE
            -h                                | HELP
            --help                            | HELP
            -v                                | VERSION
            --version                         | VERSION
            -v -c x                           | VERSION
            -t -c x                           | TEST
            --test --config x                 | TEST
            --test --config=x                 | TEST
            -T -c x                           | PRINT
            -t -T -c x                        | PRINT
            --print --config x                | PRINT
            -c x                              | SERVE
            -cx                               | SERVE
            -c x --listen 8080                | SERVE
            --root x --listen 8080            | SERVE
            --root=x --listen=8080            | SERVE
            --rehearse                        | REHEARSE
            reload -c x                       | RELOAD
            reload --config=x                 | RELOAD
            reload -h                         | HELP
            """)
    void shouldKnowWhatToDoWhenTheArgumentsAreComplete(String line, Arguments.Action action) throws StartFailure {
        assertEquals(action, Arguments.parse(words(line)).action());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -t                            | -t needs a configuration
            -T                            | -T needs a configuration
            -T -c x --listen 8080         | --listen does not go with it
            --listen 8080                 | nothing to serve
            --root x                      | --root needs an address
            --root x -c y --listen 1      | do not go together
            -t --root x --listen 1        | -t needs a configuration
            -c                            | Missing required parameter
            --rehearse -c x               | --rehearse goes with no other option
            reload                        | ejet reload -c FILE
            reload -c x --listen 1        | ejet reload -c FILE
            reload -t -c x                | ejet reload -c FILE
            -c x reload                   | 'reload' stands alone
            -c x -c y                     | should be specified only once
            --nope                        | Unknown option
            --nope x                      | Unknown option
            -c x y                        | 'y' stands alone
            ejet.conf                     | 'ejet.conf' stands alone: a configuration comes after -c
            -c x --listen                 | Missing required parameter
            -c x --listen 65536           | "*:65536" is not ADDRESS:PORT
            -c x --listen here:80         | "here:80" is not ADDRESS:PORT with an address in numbers
            -c x --listen ::1:80          | "::1:80" is not ADDRESS:PORT
            -c x --listen 127.0.0.1       | "127.0.0.1" is not ADDRESS:PORT
            -c x --listen 1 --listen a:b  | "a:b" is not ADDRESS:PORT
            """)
    void shouldSayWhatIsWrongInOneLineWhenTheArgumentsAreNot(String line, String message) {
        StartFailure failure = assertThrows(StartFailure.class, () -> Arguments.parse(words(line)));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
        assertEquals(1, failure.getMessage().lines().count());
    }

    @Test
    void shouldTakeEveryFormOfAddressWhenSeveralAreGiven() throws StartFailure {
        Arguments arguments = Arguments.parse(
                "--root",
                "a b",
                "--listen",
                "127.0.0.1:0",
                "--listen",
                "[::1]:81",
                "--listen",
                "*:82",
                "--listen",
                "83");
        assertEquals(Path.of("a b"), arguments.root());
        assertNull(arguments.configuration());
        assertEquals(
                List.of("127.0.0.1:0", "[0:0:0:0:0:0:0:1]:81", "*:82", "*:83"),
                arguments.listens().stream().map(ListenAddress::text).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-c", "--root"})
    void shouldSayThatItIsNoFileNameWhenNoFileCanHaveIt(String option) {
        StartFailure failure = assertThrows(StartFailure.class, () -> Arguments.parse(option, "a\0b", "--listen", "1"));
        assertTrue(failure.getMessage().contains("this is not the name of a file: Nul"), failure.getMessage());
    }

    @Test
    void shouldTakeAtSignsAsTheyAreWhenAFileIsNamedSo() throws StartFailure {
        assertEquals(Path.of("@x"), Arguments.parse("-c", "@x").configuration());
    }

    @Test
    void shouldNameEveryOptionWithoutTerminalCodesWhenHelpIsAskedFor() {
        String usage = Arguments.usage();
        for (String option : List.of("-c", "-t", "-T", "-v", "-h", "--root", "--listen", "--rehearse")) {
            assertTrue(usage.contains(option), usage);
        }
        assertFalse(usage.contains("\u001b"));
    }
}
