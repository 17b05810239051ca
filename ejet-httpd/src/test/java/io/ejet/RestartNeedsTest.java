package io.ejet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.conf.Configuration;
import io.ejet.conf.Limits;
import io.ejet.conf.ServerSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which settings a running server cannot follow. */
class RestartNeedsTest {
    @TempDir
    private Path folder;

    private ServerSettings settings(String threads, String limits) throws Exception {
        String text = "epump = { " + threads + " }\nhttp = { receive request = { " + limits
                + " } listen = { port = 0; root = .; } }";
        return Configuration.of("test.conf", text, folder).settings();
    }

    @Test
    void shouldBeNoneWhenAllIsPossible() throws Exception {
        ServerSettings same = settings("epump threads = 2; worker threads = 3;", "max header size = 16K;");
        assertEquals(List.of(), new RestartNeeds(2, 3).told(same, same.limits().withHeaderBytesAtMost(32 << 10)));
    }

    @Test
    void shouldNameEachSettingThatStays() throws Exception {
        ServerSettings wished =
                settings("epump threads = 4; worker threads = 0;", "max header size = 64K; max request line = 40K;");
        Limits possible = wished.limits().withHeaderBytesAtMost(32 << 10);
        assertEquals(
                List.of(
                        "\"epump threads\" stays 2 until a restart, which 4 needs",
                        "\"worker threads\" stays 3 until a restart, which 0 needs",
                        "\"max header size\" stays 32768 until a restart, which 65536 needs",
                        "\"max request line\" stays 32768 until a restart, which 40960 needs"),
                new RestartNeeds(2, 3).told(wished, possible));
        assertEquals(wished.limits().maxHeaders(), possible.maxHeaders());
        assertEquals(wished.limits().fileCacheEntries(), possible.fileCacheEntries());
    }
}
