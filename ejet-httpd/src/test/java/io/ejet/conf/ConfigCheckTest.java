package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of settings against configurations made from the table itself. */
class ConfigCheckTest {
    /** Values that are right for one kind of text or another; the first that a setting takes is used. */
    private static final List<String> VALUES = List.of(
            "on",
            "1",
            "1000",
            "text/html",
            "server",
            "up",
            "warn",
            "1.1",
            "round-robin",
            "auto",
            "404",
            "all",
            "10/s",
            "x-forwarded-for",
            "a-secret-of-20-chars",
            "never",
            "drop",
            "x");

    /** How to get into a scope: what stands before and after its settings. */
    static Map<ConfigScope, String[]> scopes() {
        Map<ConfigScope, String[]> scopes = new EnumMap<>(ConfigScope.class);
        scopes.put(ConfigScope.FILE, new String[] {"", ""});
        boolean isGrowing = true;
        while (isGrowing) {
            isGrowing = false;
            for (ConfigScope outer : List.copyOf(scopes.keySet())) {
                for (String name : ConfigKeys.names(outer)) {
                    ConfigScope inner = ConfigKeys.find(outer, name).inner();
                    if (inner != null && !scopes.containsKey(inner)) {
                        String[] way = scopes.get(outer);
                        scopes.put(inner, new String[] {way[0] + name + " = { ", " }" + way[1]});
                        isGrowing = true;
                    }
                }
            }
        }
        return scopes;
    }

    static String value(ConfigKey<?> key) {
        if (key.shape() == Shape.SCRIPTS) {
            return "{ reply 404; }";
        } else if (key.shape() == Shape.TABLE) {
            return "{ text/html = .html; }";
        } else if (key.inner() != null) {
            return "{ }";
        }
        return VALUES.stream()
                .filter(value -> key.type().read(value) != null)
                .findFirst()
                .orElseThrow(() -> new AssertionError(key.name()));
    }

    private static ConfigErrors check(String text) {
        ConfigTexts.Parsed parsed = ConfigTexts.parse(text);
        assertTrue(parsed.errors().isEmpty(), () -> text + "\n" + parsed.shown());
        ConfigErrors errors = new ConfigErrors();
        ConfigCheck.check(parsed.tree(), new ConfigVariables(), errors);
        return errors;
    }

    /** Whether a way into a scope leads through something that has no effect. */
    private static boolean isUnserved(String way) {
        return check(way + "}".repeat((int) way.chars().filter(c -> c == '{').count()))
                        .warnings()
                        .size()
                > 0;
    }

    @Test
    void shouldReachEveryScope() {
        assertEquals(ConfigScope.values().length, scopes().size());
    }

    @Test
    void shouldWarnExactlyOnceOfEverySettingWithoutEffect() {
        int later = 0;
        for (Map.Entry<ConfigScope, String[]> way : scopes().entrySet()) {
            boolean isInside = isUnserved(way.getValue()[0]);
            for (String name : ConfigKeys.names(way.getKey())) {
                ConfigKey<?> key = ConfigKeys.find(way.getKey(), name);
                String once = name.replace(' ', '_') + " = " + value(key) + ";";
                String twice = key.shape().isOnce() ? once : once + once;
                ConfigErrors errors = check(way.getValue()[0] + twice + way.getValue()[1]);
                assertEquals(List.of(), errors.errors(), way.getKey() + " " + name);
                boolean isUnserved = isInside || key.effect() != Effect.NOW;
                assertEquals(isUnserved ? 1 : 0, errors.warnings().size(), way.getKey() + " " + name);
                if (isUnserved && !isInside) {
                    later++;
                    String message = errors.warnings().get(0).message();
                    assertTrue(message.contains(key.note()) && message.contains(key.name()), message);
                    assertTrue(
                            message.contains(key.effect() == Effect.LATER ? "not served yet" : "no effect"), message);
                }
            }
        }
        assertTrue(later > 30, "only " + later + " settings without effect");
    }

    @Test
    void shouldNotWarnOfSwitchesThatAreOff() {
        for (String text : List.of("http = { listen = { ssl = off; forward proxy = no; cache = false; } }")) {
            assertEquals(List.of(), check(text).warnings(), text);
        }
    }

    @Test
    void shouldRefuseWrongTextsOfEverySettingWithARange() {
        int refused = 0;
        for (Map.Entry<ConfigScope, String[]> way : scopes().entrySet()) {
            for (String name : ConfigKeys.names(way.getKey())) {
                ConfigKey<?> key = ConfigKeys.find(way.getKey(), name);
                boolean isRanged = key.shape() == Shape.TEXT && key.type().read("no such value!") == null;
                if (isRanged) {
                    refused++;
                    List<ConfigError> errors = check(
                                    way.getValue()[0] + name + " = no such value!;" + way.getValue()[1])
                            .errors();
                    assertEquals(1, errors.size(), name);
                    assertEquals(
                            "expected: " + key.type().expected(), errors.get(0).expected());
                }
            }
        }
        assertTrue(refused > 50, "only " + refused + " settings with a range");
    }

    @Test
    void shouldRefuseWhatIsGivenTwiceInAnySpelling() {
        int refused = 0;
        for (Map.Entry<ConfigScope, String[]> way : scopes().entrySet()) {
            for (String name : ConfigKeys.names(way.getKey())) {
                ConfigKey<?> key = ConfigKeys.find(way.getKey(), name);
                if (key.shape().isOnce()) {
                    refused++;
                    String both =
                            name + " = " + value(key) + ";" + key.name().replace(' ', '-') + " = " + value(key) + ";";
                    List<ConfigError> errors =
                            check(way.getValue()[0] + both + way.getValue()[1]).errors();
                    assertEquals(1, errors.size(), name);
                    assertTrue(errors.get(0).message().contains("given twice, first at test.conf:1:"));
                }
            }
        }
        assertTrue(refused > 70, "only " + refused);
    }

    @Test
    void shouldKnowSendRequestByBothNames() {
        assertEquals(ConfigKeys.find(ConfigScope.HTTP, "send request"), ConfigKeys.find(ConfigScope.HTTP, "connect"));
        assertNotNull(ConfigKeys.find(ConfigScope.HTTP, "connect"));
        assertEquals(1, check("http = { connect = { cache = on; } }").warnings().size());
    }

    @Test
    void shouldSayWhereASettingBelongs() {
        List<ConfigError> warnings =
                check("port = 80; http = { log2file = on; }").warnings();
        assertEquals("\"port\" has no effect at the top level", warnings.get(0).message());
        assertTrue(
                warnings.get(0).expected().startsWith("expected: \"port\" in listen"),
                warnings.get(0).expected());
        assertEquals(
                "expected: \"log2file\" in access log, the access log of a host",
                warnings.get(1).expected());
    }

    @Test
    void shouldKeepNamesThatAreData() {
        Section tree = ConfigTexts.parse("mime types = { Text/X-y_z = .A; }").tree();
        List<String> keys = new ArrayList<>();
        for (Entry entry : ((Section) tree.entries().get(0).value()).entries()) {
            keys.add(entry.key());
        }
        assertEquals(List.of("Text/X-y_z"), keys);
    }
}
