package io.ejet.http;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ways in which an input can come in pieces: each is the rising list of the pieces' ends. */
final class Cuts {
    private Cuts() {}

    /** Whole, byte by byte, and cut once at every index. */
    static Stream<int[]> all(int length) {
        Stream<int[]> once = IntStream.range(1, length).mapToObj(cut -> new int[] {cut, length});
        return Stream.concat(Stream.of(whole(length), bytewise(length)), once);
    }

    static int[] whole(int length) {
        return new int[] {length};
    }

    static int[] bytewise(int length) {
        return IntStream.rangeClosed(1, length).toArray();
    }

    static int[] random(Random random, int length) {
        int[] cuts = new int[1 + random.nextInt(4)];
        for (int i = 1; i < cuts.length; i++) {
            cuts[i] = random.nextInt(length + 1);
        }
        cuts[0] = length;
        Arrays.sort(cuts);
        return cuts;
    }
}
