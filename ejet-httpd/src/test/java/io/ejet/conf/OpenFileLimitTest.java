package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code rlimit nofile} against what a process has. */
class OpenFileLimitTest {
    private static List<ConfigError> warnings(String text, long ofProcess) {
        ConfigErrors errors = new ConfigErrors();
        OpenFileLimit.check(ConfigTexts.parse(text).tree(), ofProcess, errors);
        assertTrue(errors.isEmpty());
        return errors.warnings();
    }

    @Test
    void shouldSayWhatToDoWhenTheProcessMayHaveLess() {
        assertEquals("""
                test.conf:1:17: warning: this process may have 1024 files and connections open, not 65535
                    rlimit nofile = 65535;
                                    ^
                    allow it more before it starts: ulimit -n 65535, or LimitNOFILE=65535 in its systemd unit\
                """, warnings("rlimit nofile = 65535;", 1024).get(0).toString());
    }

    @Test
    void shouldSayNothingWhenThereIsEnoughOrNothingIsAsked() {
        assertEquals(List.of(), warnings("rlimit nofile = 1024;", 1024));
        assertEquals(List.of(), warnings("", 1));
    }

    @Test
    void shouldAskTheProcess() {
        ConfigErrors errors = new ConfigErrors();
        OpenFileLimit.check(ConfigTexts.parse("rlimit nofile = 1;").tree(), errors);
        assertEquals(List.of(), errors.warnings());
    }
}
