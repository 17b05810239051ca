package io.epump.integration;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One way to set a system up. None of them may change what a program sees. */
record Permutation(int pumps, int workers, int ring, boolean reusePort) {
    static final int SMALL_RING = 4;
    static final int LARGE_RING = 4096;

    /** Pumps {1, 2} x workers {0, 1, 3} x ring {4, 4096}, and two with one shared listening socket. */
    static Stream<Permutation> all() {
        Stream<Permutation> own = IntStream.rangeClosed(1, 2)
                .boxed()
                .flatMap(pumps -> Stream.of(0, 1, 3)
                        .flatMap(workers -> Stream.of(SMALL_RING, LARGE_RING)
                                .map(ring -> new Permutation(pumps, workers, ring, true))));
        return Stream.concat(own, shared());
    }

    /** Where the ring matters not, or would only repeat the same: the small one. */
    static Stream<Permutation> smallRing() {
        return all().filter(permutation -> permutation.ring == SMALL_RING);
    }

    private static Stream<Permutation> shared() {
        return Stream.of(new Permutation(2, 0, SMALL_RING, false), new Permutation(2, 3, SMALL_RING, false));
    }

    /** How many listening sockets a listener group has. */
    int listeners() {
        return reusePort ? pumps : 1;
    }

    @Override
    public String toString() {
        return pumps + " pumps, " + workers + " workers, ring " + ring + (reusePort ? "" : ", one listening socket");
    }
}
