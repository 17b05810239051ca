package io.ejet.http;

import java.util.function.Consumer;

/** All strings of up to so many symbols. */
final class Symbols {
    private Symbols() {}

    static void forEach(String prefix, String[] symbols, int atMost, Consumer<String> visitor) {
        visitor.accept(prefix);
        if (atMost > 0) {
            for (String symbol : symbols) {
                forEach(prefix + symbol, symbols, atMost - 1, visitor);
            }
        }
    }
}
