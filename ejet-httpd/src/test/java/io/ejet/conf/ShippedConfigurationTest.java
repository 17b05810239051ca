package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigKey.Effect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** conf/ejet.conf, which `make run` serves and `make install` installs: valid, complete, and true about the defaults. */
class ShippedConfigurationTest {
    private static final Path FOLDER = Path.of("..", "conf");
    private static final Path FILE = FOLDER.resolve("ejet.conf");
    private static final List<ConfigScope> SERVED = List.of(
            ConfigScope.FILE,
            ConfigScope.EPUMP,
            ConfigScope.ERROR_LOG,
            ConfigScope.HTTP,
            ConfigScope.ACCESS_LOG,
            ConfigScope.SITE_LOG,
            ConfigScope.RECEIVE,
            ConfigScope.FILE_CACHE,
            ConfigScope.LISTEN,
            ConfigScope.HOST,
            ConfigScope.LOCATION);

    @Test
    void shouldServeTheDefaultPageWithoutAWarningWhenItIsLoaded() throws Exception {
        Configuration configuration = Configuration.load(FILE);
        assertEquals(List.of(), configuration.warnings());
        ServerSettings settings = configuration.settings();
        assertEquals(1, settings.listens().size());
        assertEquals(
                ListenAddress.parse("127.0.0.1:8181"), settings.listens().get(0).address());
        Path root = settings.listens().get(0).hosts().get(0).locations().get(0).root();
        assertTrue(Files.isRegularFile(root.resolve("index.html")), root.toString());
        assertTrue(settings.accessLog().enabled());
        assertEquals(
                AccessLogSettings.DEFAULT_FORMAT, settings.accessLog().format().toString());
        assertEquals("text/html", settings.mediaTypes().get("html"));
    }

    @Test
    void shouldShowEverySettingThatIsServedWhenItIsRead() throws IOException {
        String text = Files.readString(FILE);
        for (ConfigScope scope : SERVED) {
            for (String name : ConfigKeys.names(scope)) {
                ConfigKey<?> key = ConfigKeys.find(scope, name);
                if (key.effect() == Effect.NOW && key.name().equals(name)) {
                    boolean isShown = Pattern.compile("(?m)^[ #]*(include )?" + name + "(\\.types)?\\b")
                            .matcher(text.replace("include mime.types", "mime types"))
                            .find();
                    assertTrue(isShown, name + " of " + scope);
                }
            }
        }
    }

    @Test
    void shouldTellTheTrueDefaultsWhenCommentedLinesAreTakenIn() throws Exception {
        String text = Files.readString(FILE);
        int from = text.indexOf("receive request = {");
        int to = text.indexOf("listen = {");
        Matcher commented =
                Pattern.compile("(?m)^( +)# ([a-z ]+= [0-9A-Za-z]+;)").matcher(text.substring(from, to));
        assertTrue(commented.results().count() > 10);
        String active = text.substring(0, from) + commented.replaceAll("$1$2") + text.substring(to);
        Configuration configuration = Configuration.of("active", active, FOLDER);
        assertEquals(List.of(), configuration.warnings());
        assertEquals(Limits.DEFAULTS, configuration.settings().limits());
        assertEquals(ErrorLogSettings.DEFAULTS, configuration.settings().errorLog());
    }

    @Test
    void shouldNeedNothingFromElsewhereWhenAPageIsShown() throws IOException {
        try (Stream<Path> pages = Files.list(FOLDER.resolve("html"))) {
            List<Path> all = pages.toList();
            assertTrue(all.size() >= 3, all.toString());
            for (Path page : all) {
                String html = Files.readString(page);
                assertTrue(html.startsWith("<!DOCTYPE html>"), page.toString());
                assertFalse(html.contains("://") || html.contains("src=") || html.contains("<link"), page.toString());
            }
        }
    }
}
