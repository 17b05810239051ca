package io.epump;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What is configured against what the process has. */
class DescriptorCheckTest {
    @Test
    void shouldNameBothNumbersAndWhatToDoWhenTheProcessMayHaveLess() {
        assertEquals(
                "maxDescriptors=4097 is more than the 4096 descriptors that this process may have: allow it more before it"
                        + " starts (ulimit -n 4097, LimitNOFILE=4097 in a systemd unit), or set less",
                assertThrows(IllegalArgumentException.class, () -> DescriptorLimit.check(4097, 4096))
                        .getMessage());
    }

    @Test
    void shouldAgreeWhenTheProcessMayHaveAsMany() {
        assertDoesNotThrow(() -> DescriptorLimit.check(4096, 4096));
        assertDoesNotThrow(() -> DescriptorLimit.check(1));
        assertDoesNotThrow(() -> DescriptorLimit.check(0), "none configured");
    }

    @Test
    void shouldAskForTheSoftLimitOfThisProcess() throws Exception {
        Path limits = Path.of("/proc/self/limits");
        Assumptions.assumeTrue(Files.exists(limits), "Linux tells it there");
        String line = Files.readAllLines(limits).stream()
                .filter(each -> each.startsWith("Max open files"))
                .findFirst()
                .orElseThrow();
        assertEquals(Long.parseLong(line.split(" {2,}", -1)[1]), DescriptorLimit.ofProcess());
    }

    @Test
    void shouldRefuseNonsense() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> EPumpConfig.builder().maxDescriptors(0));
        assertTrue(refused.getMessage().contains("maxDescriptors=0"), refused::getMessage);
    }
}
