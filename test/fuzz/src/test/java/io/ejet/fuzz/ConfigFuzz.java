package io.ejet.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Whatever stands in a configuration file: it is settings or a list of errors, each with its place. */
class ConfigFuzz {
    private static final Path NO_FOLDER = Path.of("target", "no-such-folder").toAbsolutePath();

    @FuzzTest(maxDuration = "60s")
    void shouldGiveSettingsOrErrorsWithTheirPlaces(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        try {
            Configuration.of("fuzz.conf", text, NO_FOLDER);
        } catch (ConfigException e) {
            if (!e.getMessage().contains("fuzz.conf")) {
                throw new AssertionError("an error without its place: " + e.getMessage());
            }
        }
    }
}
