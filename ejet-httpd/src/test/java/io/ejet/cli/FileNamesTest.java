package io.ejet.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the operator is warned of the encoding of file names. */
class FileNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"ANSI_X3.4-1968", "US-ASCII", "646"})
    void shouldWarnInOneLineWhenTheEncodingIsAscii(String encoding) {
        String warning = FileNames.warning(encoding);
        assertTrue(warning.contains(encoding), warning);
        assertTrue(warning.contains("LC_ALL=C.UTF-8"), warning);
        assertEquals(1, warning.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "ISO-8859-1", "windows-1252"})
    void shouldSayNothingWhenTheEncodingKnowsMore(String encoding) {
        assertNull(FileNames.warning(encoding));
    }

    @Test
    void shouldSayNothingWhenTheEncodingIsNotKnown() {
        assertNull(FileNames.warning("no-such-encoding"));
        assertNull(FileNames.warning("not a name"));
        assertNull(FileNames.warning(""));
    }
}
