package io.ejet.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.integration.Command.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ejet explain} as an operator calls it. */
class CliExplainTest {
    @TempDir
    Path folder;

    private Path configuration;

    @BeforeEach
    void shouldHaveASiteWhenTestsStart() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("site")).resolve("index.html"), "hello");
        configuration = Files.writeString(folder.resolve("ejet.conf"), """
                http = { listen = { local ip = 127.0.0.1; port = 8181; root = site; deny = 192.0.2.1;
                script = { if ($cookie[sid]) reply 204; } } }
                """);
    }

    private static Outcome explain(String... arguments) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("explain"));
        all.addAll(Arrays.asList(arguments));
        List<String> command = EJetProcess.command(List.of(), EJetProcess.jar(), all);
        return Command.run(Map.of(), command.toArray(String[]::new));
    }

    @Test
    void shouldTellInTextAndInJson() throws Exception {
        Outcome text = explain("-c", configuration.toString(), "GET", "http://localhost:8181/");
        assertEquals(0, text.exitCode(), text.text());
        assertTrue(text.text().startsWith("listener  127.0.0.1:8181, it listens on port 8181\n"), text.text());
        assertTrue(text.text().contains("\n            " + configuration + ":2  if ($cookie[sid])\n"), text.text());
        assertTrue(text.text().contains("\nfile      " + folder.toRealPath().resolve("site/index.html")), text.text());

        Outcome json = explain("--json", "-H", "Cookie: sid=7", "-c", configuration.toString(), "GET", "/");
        assertEquals(0, json.exitCode(), json.text());
        assertTrue(json.text().startsWith("{ \"status\": 204, \"steps\": [\n"), json.text());

        Outcome denied = explain("-c", configuration.toString(), "--from", "192.0.2.1", "GET", "/");
        assertTrue(denied.text().contains("answer    403"), denied.text());
    }

    private static void assertRefused(String message, String... arguments) throws Exception {
        Outcome refused = explain(arguments);
        assertEquals(2, refused.exitCode(), refused.text());
        assertTrue(refused.text().startsWith("eJet: " + message), refused.text());
    }

    @Test
    void shouldSayWhatIsWrongWhenItCannotExplain() throws Exception {
        String file = configuration.toString();
        assertRefused("there is no ejet.conf and no conf/ejet.conf here", "GET", "/");
        assertRefused("explain needs a method and a URL", "-c", file, "GET");
        assertRefused("'ftp://x/' is neither a URL", "-c", file, "GET", "ftp://x/");
        assertRefused("'G T' is not a method", "-c", file, "G T", "/");
        assertRefused("'Cookie' is not a field", "-c", file, "-H", "Cookie", "GET", "/");
        assertRefused("--from: 'nowhere' is no address of a client", "-c", file, "--from", "nowhere", "GET", "/");
        Files.writeString(configuration, "http = {");
        Outcome broken = explain("-c", file, "GET", "/");
        assertEquals(2, broken.exitCode());
        assertTrue(broken.text().contains("has 1 error"), broken.text());
    }
}
