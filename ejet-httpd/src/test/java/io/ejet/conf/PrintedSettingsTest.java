package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ejet -T} prints of configurations made by chance: that nothing is missing, and that it gives the same settings. */
class PrintedSettingsTest {
    private static final int ROUNDS = 400;
    private static final int MOST_LISTENS = 3;

    @TempDir
    private Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Set<String> given = new HashSet<>();

    @BeforeEach
    void makeSite() throws IOException {
        Files.createDirectories(folder.resolve("site/sub folder"));
        Files.writeString(folder.resolve("site/404.html"), "none");
        Files.writeString(folder.resolve("users"), "");
    }

    /** Each setting that takes effect, given or not, stands in what is printed, and in its place. */
    @Test
    void shouldPrintEverySettingThatTakesEffect() throws Exception {
        String printed = Configuration.of(
                        "x",
                        "http = { listen = { port = 1; root = site; limit request = { rate = 1/s; }"
                                + " host = { location = { path = '/'; } } } }",
                        folder)
                .effective();
        List<String> missing = new ArrayList<>();
        for (ConfigScope scope : ConfigTexts.servedScopes()) {
            for (String name : ConfigKeys.names(scope)) {
                ConfigKey<?> key = ConfigKeys.find(scope, name);
                boolean isValue = key.shape() == Shape.TEXT || key.shape() == Shape.TEXTS;
                if (key.effect() == Effect.NOW
                        && isValue
                        && !isInherited(scope, key)
                        && !Pattern.compile("(?m)^ *(# )?" + key.name() + "( =|:) .*# ")
                                .matcher(printed)
                                .find()) {
                    missing.add(scope + " " + key.name());
                }
            }
        }
        assertEquals(List.of(), missing, printed);
    }

    /** What a host or a location takes over is printed where it was given. */
    private static boolean isInherited(ConfigScope scope, ConfigKey<?> key) {
        return (scope == ConfigScope.HOST || scope == ConfigScope.LOCATION)
                && key.scopes().contains(ConfigScope.LISTEN);
    }

    @Test
    void shouldGiveTheSameSettingsAgainWhateverIsConfigured() throws Exception {
        int accepted = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = configuration();
            Configuration read;
            try {
                read = Configuration.of("x", text, folder);
            } catch (ConfigException refused) {
                continue; // some settings bear each other only within bounds
            }
            accepted++;
            String printed = read.effective();
            Configuration again = Configuration.of("y", printed, folder.resolve("site"));
            String told = "seed " + seed + "\n" + text + "\n" + printed;
            assertEquals(List.of(), SameSettings.differences(read.settings(), again.settings()), told);
            assertEquals(read.lockFile(), again.lockFile(), told);
            assertEquals(messages(read), messages(again), told);
        }
        assertTrue(accepted > ROUNDS / 4, "only " + accepted + " of " + ROUNDS + ", seed " + seed);
        for (ConfigScope scope : ConfigTexts.servedScopes()) {
            for (String name : ConfigKeys.names(scope)) {
                assertTrue(given.contains(scope + name), name + " of " + scope + " was never given, seed " + seed);
            }
        }
    }

    /** But for those of a word in the place of a file's name: it is printed as the name that it means. */
    private static List<String> messages(Configuration read) {
        return read.warnings().stream()
                .map(ConfigError::message)
                .filter(message -> !message.startsWith("this log goes to a file with the name "))
                .map(message -> message.replaceAll("at [xy]:[\\d:]+", ""))
                .sorted()
                .toList();
    }

    // -- what chance makes

    private String configuration() {
        StringBuilder text = new StringBuilder();
        section(ConfigScope.FILE, text);
        return text.toString();
    }

    private void section(ConfigScope scope, StringBuilder into) {
        for (String name : ConfigKeys.names(scope)) {
            ConfigKey<?> key = ConfigKeys.find(scope, name);
            int times = key.shape().isOnce() ? random.nextInt(4) / 3 : random.nextInt(4) / 2;
            if (isNeeded(key, scope)) {
                times = key.shape() == Shape.SECTIONS ? 1 + random.nextInt(MOST_LISTENS) : 1;
            }
            for (int i = 0; i < times; i++) {
                given.add(scope + name);
                into.append(spelt(name)).append(" = ");
                value(key, into);
            }
        }
    }

    private static boolean isNeeded(ConfigKey<?> key, ConfigScope scope) {
        return key.equals(ConfigKeys.HTTP_SECTION)
                || key.equals(ConfigKeys.LISTENS)
                || key.equals(ConfigKeys.PORT)
                || key.equals(ConfigKeys.PATH)
                || key.equals(ConfigKeys.LIMIT_RATE)
                || (scope == ConfigScope.LISTEN && key.equals(ConfigKeys.ROOT))
                || (scope == ConfigScope.LISTEN && key.equals(ConfigKeys.AUTH_USER_FILE));
    }

    private String spelt(String name) {
        return switch (random.nextInt(4)) {
            case 0 -> name.replace(' ', '_');
            case 1 -> name.replace(' ', '-').toUpperCase(Locale.ROOT);
            default -> name;
        };
    }

    private void value(ConfigKey<?> key, StringBuilder into) {
        if (key.shape() == Shape.SCRIPTS) {
            into.append(pick("{ reply 404; }", "<script> set $a '}'; </script>;", "if ($host) reply 403;"));
        } else if (key.equals(ConfigKeys.ERROR_PAGES)) {
            into.append(pick("{ 404 = 404.html; }", "{ 404 410 = /404.html; root = site; }"));
        } else if (key.equals(ConfigKeys.MEDIA_TYPES)) {
            into.append("{ text/x-").append((char) ('a' + random.nextInt(26))).append(" = .a .b; }");
        } else if (key.shape() == Shape.TABLE) {
            into.append("{ a = b; }");
        } else if (key.inner() != null) {
            into.append("{ ");
            section(key.inner(), into);
            into.append("}\n");
        } else if (key.shape() == Shape.TEXTS && random.nextBoolean() && !key.equals(ConfigKeys.PATH)) {
            List<String> texts =
                    Stream.generate(() -> text(key)).limit(random.nextInt(4)).toList();
            into.append("[ ").append(String.join(", ", texts)).append(" ];\n");
        } else {
            into.append(text(key)).append(";\n");
        }
    }

    private String text(ConfigKey<?> key) {
        if (key.equals(ConfigKeys.PATH)) {
            return pick("/", "'/a b/'", "[ '/x', '=' ]", "[ '\\.(a|b)$', '~*' ]", "[ /y, '^~' ]");
        } else if (key.equals(ConfigKeys.HOST_NAME)) {
            return pick("a.org", "'*.b.org'", "'~ ^c\\d+$'", "'*'", "d.org:8080", "'[::1]'");
        } else if (key.equals(ConfigKeys.LOCAL_IP)) {
            return pick("*", "127.0.0.1", "'::1'");
        } else if (key.equals(ConfigKeys.AUTH_USER_FILE)) {
            return "users";
        } else if (key.type() == ValueType.FOLDER) {
            return pick("site", "'site/sub folder'");
        } else if (key.type() == ValueType.FILE) {
            return pick("a.log", "'site/sub folder/b.log'", "stdout", "stderr");
        }
        List<String> right = IntStream.range(0, 40)
                .mapToObj(i -> candidate())
                .filter(text -> key.type().read(text) != null)
                .toList();
        return right.isEmpty() ? ConfigCheckTest.value(key) : right.get(random.nextInt(right.size()));
    }

    private String candidate() {
        int number = random.nextInt(random.nextBoolean() ? 10 : 5000);
        return switch (random.nextInt(8)) {
            case 0 -> number + pick("ms", "s", "m", "h", "d");
            case 1 -> number + pick("K", "KB", " M", "G");
            case 2 -> number + "%";
            case 3, 4 -> String.valueOf(number);
            case 5 -> pick("on", "off", "YES", "false", "auto", "AUTO");
            case 6 -> pick("text/plain", "server", "Fastcgi", "INSIDE", "404", "close", "poll", "debug");
            default -> pick("'a b'", "\"$uri '\"", "index.php", "10.0.0.0/8", "'::1'", "7/m");
        };
    }

    private String pick(String... texts) {
        return texts[random.nextInt(texts.length)];
    }
}
