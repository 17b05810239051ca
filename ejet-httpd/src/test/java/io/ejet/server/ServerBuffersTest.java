package io.ejet.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.conf.Configuration;
import io.ejet.conf.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a server's buffers are: each connection that sends or receives has one. */
class ServerBuffersTest {
    @TempDir
    Path folder;

    private Limits limits(String header, String smallFile) throws Exception {
        Files.createDirectories(folder.resolve("site"));
        return Configuration.of(
                        "test.conf",
                        "http = { receive request = { max header size = " + header + "; } file cache = { small file = "
                                + smallFile + "; } listen = { port = 0; root = site; } }",
                        folder)
                .settings()
                .limits();
    }

    /** A kibibyte more than the content: for the head before it. */
    @ParameterizedTest
    @CsvSource({
        "32K, 32K, 33",
        "256, 0, 33",
        "32K, 40K, 41",
        "32K, 64K, 65",
        "32K, 65K, 65",
        "32K, 1M, 65",
        "100K, 1M, 101",
        "1M, 32K, 1025"
    })
    void shouldHoldAHeadOrASmallFileButNoMoreOfAFileThan64KiB(String header, String smallFile, int kib)
            throws Exception {
        assertEquals(kib * 1024, Server.bufferBytes(limits(header, smallFile)));
    }
}
