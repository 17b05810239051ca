package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against hashes that libxcrypt and OpenSSL have made. */
class PasswordHashTest {
    private static final String BCRYPT = "$2b$04$r4Fgcchq5wwoVgWH41pHLuaQqScZvMLN5c.oYCv7VNj0hB2hlGPCe";

    private static boolean matches(String hash, String password) {
        PasswordHash parsed = PasswordHash.of(hash);
        assertNotNull(parsed, hash);
        byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
        byte[] before = bytes.clone();
        boolean matches = parsed.matches(bytes);
        assertEquals(new String(before, StandardCharsets.UTF_8), new String(bytes, StandardCharsets.UTF_8));
        return matches;
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void shouldKnowBcryptInEverySpelling(String version) {
        String hash = version + BCRYPT.substring(3);
        assertTrue(matches(hash, "secret"));
        assertFalse(matches(hash, "Secret"));
        assertFalse(matches(hash, ""));
        assertFalse(matches(hash, "secret "));
    }

    @Test
    void shouldTakeAsManyBytesOfALongPasswordAsOtherProgramsDo() {
        String of72 = "$2b$04$r4Fgcchq5wwoVgWH41pHLuzL4BbkIgbbz4KXUdxegh6Sn15FyTYeG";
        assertTrue(matches(of72, "x".repeat(72)));
        assertTrue(matches(of72, "x".repeat(72) + "other"));
        assertFalse(matches(of72, "x".repeat(71)));
        String of71 = "$2b$04$r4Fgcchq5wwoVgWH41pHLu/LPuH3zG4tMuULLPAqtHzm6QMt2zpuy";
        assertTrue(matches(of71, "x".repeat(71)));
        assertFalse(matches(of71, "x".repeat(72)));
        assertTrue(matches("$2b$04$r4Fgcchq5wwoVgWH41pHLuL55M3Ah2pzUBQp.22t4cvEloiM0bjOS", "pässwörd"));
    }

    @Test
    void shouldKnowTheOtherTwo() {
        String apr1 = "$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/";
        assertTrue(matches(apr1, "secret"));
        assertFalse(matches(apr1, "secreT"));
        assertTrue(matches("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "secret"));
        assertFalse(matches("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=", "secre"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "rqXexS6ZhobKA",
                "$1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ/",
                "$5$abc$def",
                "{SHA}",
                "{SHA}YWJj",
                "{SHA}!",
                "{PLAIN}secret",
                "$apr1$abcdefghi$h9FWgUz3n9YxylKLlR5SQ/",
                "$apr1$abcdefgh$h9FWgUz3n9YxylKLlR5SQ",
                "$2x$04$XfhZ68FT1RXZCWN7DCFaReOyf5rky7ffCTvN8nV82BdBva1mvZJcm",
                "$2b$03$XfhZ68FT1RXZCWN7DCFaReOyf5rky7ffCTvN8nV82BdBva1mvZJcm",
                "$2b$18$XfhZ68FT1RXZCWN7DCFaReOyf5rky7ffCTvN8nV82BdBva1mvZJcm",
                "$2b$04$XfhZ68FT1RXZCWN7DCFaReOyf5rky7ffCTvN8nV82BdBva1mvZJc"
            })
    void shouldRefuseWhatProtectsNothingOrTakesTooLong(String text) {
        assertNull(PasswordHash.of(text));
    }
}
