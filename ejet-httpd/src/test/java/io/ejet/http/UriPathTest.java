package io.ejet.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths against a model that decodes into a list of segments, and the cases one would look for. */
class UriPathTest {
    private int refused;
    private int accepted;

    private static String normalize(String target) {
        ByteBuffer heap = ByteBuffer.wrap(("x" + target + "00/../y").getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer direct = ByteBuffer.allocateDirect(heap.capacity()).put(0, heap, 0, heap.capacity());
        String path = UriPath.normalize(heap, 1, 1 + target.length());
        assertEquals(path, UriPath.normalize(direct, 1, 1 + target.length()));
        return path;
    }

    @ParameterizedTest
    @CsvSource({
        "/,/",
        "'',/",
        "?q,/",
        "/a,/a",
        "/a/b.html,/a/b.html",
        "/a?b/../c,/a",
        "/a/,/a/",
        "//a///b//,/a/b/",
        "/./a/./b/.,/a/b/",
        "/a/../b,/b",
        "/a/b/..,/a/",
        "/a/b/../..,/",
        "/a/..,/",
        "/a/../,/",
        "/.a/..b/c../...,/.a/..b/c../...",
        "/a//../b,/b",
        "/%61%2E%2e/b,/a../b",
        "/a/%2e%2E/b,/b",
        "/%41%25%34%31,/A%41",
        "/%3f%23%3F,/?#?",
        "/a%20b+c,/a b+c",
        "/a\\..\\b,/a\\..\\b",
        "/a;x=1/../b,/b",
        "/%C3%A9/%E2%82%AC/%F0%9F%98%80,/é/€/😀",
        "/~[]|{}^,/~[]|{}^"
    })
    void shouldGiveTheNormalPathWhenTheTargetIsGood(String target, String path) {
        assertEquals(path, normalize(target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "%2fa",
                "%61",
                "/..",
                "/../",
                "/../a",
                "/a/../..",
                "/a/../../b",
                "//..",
                "/./..",
                "/%2e%2e",
                "/.%2e/a",
                "/%",
                "/%4",
                "/%4?1",
                "/%zz",
                "/%4g",
                "/%+1",
                "/a%2fb",
                "/a%2Fb",
                "/%2f",
                "/a%2f..",
                "/%00",
                "/%0a",
                "/%1f",
                "/%7f",
                "/a b",
                "/a\tb",
                "/a\0",
                "/a\u007f",
                "/a#b",
                "/caf\u00e9", // not encoded
                "/%80",
                "/%C3",
                "/%C3/",
                "/%C3%28",
                "/%C0%AF",
                "/%C0%80",
                "/%C1%BF",
                "/%E0%80%AF",
                "/%E0%9F%BF",
                "/%F0%80%80%AF",
                "/%F0%8F%BF%BF",
                "/%ED%A0%80",
                "/%ED%BF%BF",
                "/%F4%90%80%80",
                "/%F5%80%80%80",
                "/%FF",
                "/%E2%82",
                "/%F0%9F%98",
                "/%C2%80",
                "/%C2%9F",
                "/%FF/../a",
                "/%00/../a"
            })
    void shouldRefuseWhenTheTargetIsBad(String target) {
        assertNull(normalize(target));
    }

    @Test
    void shouldAgreeWithTheModelWhenTargetsAreSmall() {
        String[] symbols = {"/", ".", "..", "a", "%2e", "%2f", "%", "?", "%C3", "%A9", "%61", " "};
        Symbols.forEach("", symbols, 5, target -> compare(target));
        assertTrue(accepted > 10_000 && refused > 10_000, "accepted=" + accepted + " refused=" + refused);
    }

    private void compare(String target) {
        String expected = model(target);
        assertEquals(expected, normalize(target), target);
        if (expected == null) {
            refused++;
        } else {
            accepted++;
            assertEquals(expected, normalize(UriPath.encode(expected)), "encoded and decoded again");
        }
    }

    @Test
    void shouldAgreeWithTheModelWhenEveryPairOfBytesIsEncoded() {
        for (int i = 0; i < 0x10000; i++) {
            compare(String.format("/x%%%02x%%%02x", i >> 8, i & 0xff));
            compare(String.format("/%%e%x%%%02x%%%02xy", i & 0xf, i >> 8, i >> 1 & 0xff));
            compare(String.format("/%%f%x%%%02x%%%02x%%80y", i & 0xf, i >> 8, i >> 1 & 0xff));
        }
    }

    private static String model(String target) {
        String raw = target.split("\\?", 2)[0];
        if (raw.isEmpty()) {
            return "/";
        }
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '#') {
                return null;
            }
            if (c != '%') {
                decoded.write(c);
                continue;
            }
            if (!raw.substring(i).matches("%[0-9A-Fa-f]{2}.*")) {
                return null;
            }
            int value = Integer.parseInt(raw.substring(i + 1, i + 3), 16);
            if (value == '/') {
                return null;
            }
            decoded.write(value);
            i += 2;
        }
        return resolved(decoded.toByteArray());
    }

    private static String resolved(byte[] decoded) {
        String path;
        try {
            path = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
        if (!path.startsWith("/") || path.chars().anyMatch(Character::isISOControl)) {
            return null;
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return null;
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        boolean folder = path.matches("(?s).*/\\.{0,2}");
        String joined = "/" + String.join("/", segments);
        return folder && !segments.isEmpty() ? joined + "/" : joined;
    }

    @ParameterizedTest
    @CsvSource({"/a,-1", "/a?,3", "/a?b,3", "?,1", "/a?b?c,3", "'',-1"})
    void shouldFindTheQueryWhenThereIsOne(String target, int queryStart) {
        ByteBuffer bytes = ByteBuffer.wrap((target + "?").getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(queryStart, UriPath.queryStart(bytes, 0, target.length()));
    }

    @ParameterizedTest
    @CsvSource({
        "/a/b-c_d.e~f,/a/b-c_d.e~f",
        "/a b,/a%20b",
        "/%,/%25",
        "/?#,/%3F%23",
        "/é€,/%C3%A9%E2%82%AC",
        "'/\"<>\\^`{|}[]','/%22%3C%3E%5C%5E%60%7B%7C%7D%5B%5D'",
        "'/!$&''()*+,;=:@','/!$&''()*+,;=:@'"
    })
    void shouldEncodeWhatDoesNotStandForItself(String path, String encoded) {
        assertEquals(encoded, UriPath.encode(path));
    }

    @Test
    void shouldEncodeLineBreaksWhenAPathHasSome() {
        assertEquals("/%0D%0ASet-Cookie:%20a", UriPath.encode("/\r\nSet-Cookie: a"));
    }
}
