package io.ejet.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An input and the log it is to give, from a text whose form is told in {@code requests.txt}. */
final class GoldenCase {
    private enum Part {
        BETWEEN,
        INPUT,
        LOG
    }

    private final String name;
    private final Map<String, Integer> limits = new HashMap<>();
    private final StringBuilder input = new StringBuilder();
    private final List<String> log = new ArrayList<>();

    private GoldenCase(String name) {
        this.name = name;
    }

    static List<GoldenCase> read(String file) {
        try (InputStream in = GoldenCase.class.getResourceAsStream("/http/" + file)) {
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<GoldenCase> parse(String text) {
        List<GoldenCase> cases = new ArrayList<>();
        Part part = Part.BETWEEN;
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("== ")) {
                cases.add(new GoldenCase(line.substring(3)));
                part = Part.INPUT;
            } else if (part == Part.INPUT && line.startsWith("@ ")) {
                last(cases).addLimits(line.substring(2));
            } else if (part == Part.INPUT && line.equals("--")) {
                part = Part.LOG;
            } else if (part == Part.INPUT) {
                last(cases).input.append(line);
            } else if (part == Part.LOG && !line.isEmpty()) {
                last(cases).log.add(line);
            }
        }
        return cases;
    }

    private static GoldenCase last(List<GoldenCase> cases) {
        return cases.get(cases.size() - 1);
    }

    private void addLimits(String text) {
        for (String limit : text.split(" ", -1)) {
            String[] words = limit.split("=", -1);
            limits.put(words[0], Integer.valueOf(words[1]));
        }
    }

    byte[] input() {
        return bytes(input.toString());
    }

    List<String> log() {
        return log;
    }

    int limit(String limit, int otherwise) {
        return limits.getOrDefault(limit, otherwise);
    }

    /** Text with escapes as bytes. */
    static byte[] bytes(String escaped) {
        StringBuilder raw = new StringBuilder();
        int i = 0;
        while (i < escaped.length()) {
            char c = escaped.charAt(i);
            char kind = c == '\\' ? escaped.charAt(i + 1) : ' ';
            switch (kind) {
                case ' ' -> raw.append(c);
                case 'r' -> raw.append('\r');
                case 'n' -> raw.append('\n');
                case 't' -> raw.append('\t');
                case '0' -> raw.append('\0');
                case '\\' -> raw.append('\\');
                case 'x' -> raw.append((char) Integer.parseInt(escaped.substring(i + 2, i + 4), 16));
                default -> throw new IllegalArgumentException("escape in " + escaped);
            }
            i += kind == ' ' ? 1 : kind == 'x' ? 4 : 2;
        }
        return raw.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Bytes as text with escapes. */
    static String escape(byte[] bytes) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : bytes) {
            int c = b & 0xff;
            switch (c) {
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                case 0 -> escaped.append("\\0");
                case '\\' -> escaped.append("\\\\");
                default -> {
                    if (c >= ' ' && c < 0x7f) {
                        escaped.append((char) c);
                    } else {
                        escaped.append(String.format("\\x%02x", c));
                    }
                }
            }
        }
        return escaped.toString();
    }

    static String escape(String latin1) {
        return escape(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public String toString() {
        return name;
    }
}
