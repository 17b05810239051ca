package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What needs no root: that for which a script decides, and what is not served. */
class RootlessLocationTest {
    @TempDir
    private Path folder;

    private Configuration read(String listenItems) throws ConfigException {
        return Configuration.of("test.conf", "http = { listen = { port = 1; " + listenItems + " } }", folder);
    }

    private LocationSettings only(String listenItems) throws ConfigException {
        Configuration read = read(listenItems);
        assertTrue(read.warnings().isEmpty(), () -> read.warnings().toString());
        List<LocationSettings> locations =
                read.settings().listens().get(0).hosts().get(0).locations();
        assertEquals(1, locations.size());
        return locations.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "script = { reply 204; }",
                "host = { script = { reply 204; } }",
                "script = { reply 204; } host = { }",
                "host = { location = { path = '/'; script = { reply 204; } } }",
                "host = { script = { reply 204; } location = { path = '/'; } }",
                "script = { reply 204; } host = { location = { path = '/'; } }",
            })
    void shouldNeedNoRootWhereAScriptMayDecide(String listenItems) throws ConfigException {
        LocationSettings location = only(listenItems);
        assertNull(location.root());
        assertTrue(location.isServed());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host = { }",
                "host = { location = { path = '/'; } }",
                "host = { location = { path = '/'; script = { reply 204; } } location = { path = '/a'; } }",
                "host = { script = { reply 204; } } host = { host name = a; }",
                "reply_script = { addResHeader X-A b; }",
            })
    void shouldNeedARootWhereNoScriptIsNorAround(String listenItems) {
        ConfigException e = assertThrows(ConfigException.class, () -> read(listenItems));
        assertEquals(1, e.errors().size());
        assertTrue(e.errors().get(0).message().contains("nor a script"), e.errors()::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "fastcgi", "uwsgi", "upload"})
    void shouldNeedNoRootWhereTheTypeIsNotServed(String type) throws ConfigException {
        Configuration read = read("host = { location = { path = '/'; type = " + type + "; } }");
        LocationSettings location =
                read.settings().listens().get(0).hosts().get(0).locations().get(0);
        assertEquals(false, location.isServed());
        assertEquals(1, read.warnings().size());
    }

    @Test
    void shouldTellThatARootIsNotThereAlsoWhereAScriptMayDecide() {
        ConfigException e =
                assertThrows(ConfigException.class, () -> read("root = none; script = { reply 204; } host = { }"));
        assertEquals(1, e.errors().size());
    }
}
