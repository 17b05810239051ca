package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration as the original's users have it, with everything in it: nothing of it is an error once its paths are there. */
class OriginalConfigurationTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void makePaths() throws IOException {
        for (String name : List.of("site/images", "php", "log", "errors")) {
            Files.createDirectories(folder.resolve(name));
        }
        for (String page : List.of("400.html", "404.html", "500.html")) {
            Files.writeString(folder.resolve("errors").resolve(page), "a page");
        }
        Files.writeString(folder.resolve("media.types"), ConfigTexts.resource("media.types"));
    }

    private Configuration load(Charset charset) throws IOException, ConfigException {
        Path file = folder.resolve("ejet.conf");
        Files.write(file, ConfigTexts.resource("reference.conf").getBytes(charset));
        return Configuration.load(file);
    }

    @Test
    void shouldGiveOneWarningForEachSettingThatIsNotServedWhenItsPathsAreThere() throws Exception {
        Configuration read = load(StandardCharsets.UTF_8);
        List<String> unserved = read.warnings().stream()
                .map(ConfigError::message)
                .filter(message -> message.startsWith("\"") && message.contains(" is not served yet: "))
                .map(message -> message.substring(0, message.indexOf(" is not")))
                .filter(name -> !name.equals("\"gzip\"")) // one of http and another one of host
                .toList();
        assertTrue(unserved.contains("\"send request\""), unserved.toString());
        assertTrue(unserved.contains("\"passurl\""), unserved.toString());
        assertEquals(unserved.stream().distinct().toList(), unserved);
        assertEquals(folder.resolve("log/ejet.pid"), read.lockFile());
    }

    @Test
    void shouldBeTheSameInTheEncodingOfTheOriginal() throws Exception {
        Assumptions.assumeTrue(Charset.isSupported("GB18030"));
        Configuration read = load(Charset.forName("GB18030"));
        Configuration utf8 = load(StandardCharsets.UTF_8);
        assertEquals(List.of(), SameSettings.differences(utf8.settings(), read.settings()));
        assertEquals(utf8.warnings().size() + 1, read.warnings().size());
    }
}
