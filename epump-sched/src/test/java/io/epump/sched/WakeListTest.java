package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A batch costs each sleeper one system call at most. */
class WakeListTest {
    private static final int MORE_THAN_AT_FIRST = 20;

    private final Counters<OwnerCounter> counters = new Counters<>(OwnerCounter.class);
    private final WakeList wakeList = new WakeList(counters);

    @Test
    void shouldSignalOnceWhenASleeperIsNotedOften() {
        CountingBell bell = new CountingBell();
        bell.announce();
        for (int i = 0; i < 10; i++) {
            wakeList.add(bell);
        }
        assertEquals(0, bell.signals, "rung before the end of the batch");

        wakeList.wakeAll();

        assertEquals(1, bell.signals);
        assertEquals(1, counters.get(OwnerCounter.WAKEUPS_SENT));
    }

    /** Signalled and asleep again before the list is through: a second entry would cost a second system call. */
    @Test
    void shouldSignalOnceWhenTheSleeperFallsAsleepAgainAtOnce() {
        Doorbell restless = new Doorbell() {
            @Override
            protected void signal() {
                announce();
            }
        };
        restless.announce();
        wakeList.add(restless);
        wakeList.add(new CountingBell());
        wakeList.add(restless);

        wakeList.wakeAll();

        assertEquals(1, counters.get(OwnerCounter.WAKEUPS_SENT));
    }

    @Test
    void shouldCountOnlyWhomItWokeWhenSomeAreAwake() {
        CountingBell asleep = new CountingBell();
        CountingBell awake = new CountingBell();
        asleep.announce();
        wakeList.add(awake);
        wakeList.add(asleep);

        wakeList.wakeAll();

        assertEquals(0, awake.signals);
        assertEquals(1, asleep.signals);
        assertEquals(1, counters.get(OwnerCounter.WAKEUPS_SENT));
    }

    @Test
    void shouldSignalAllWhenMoreAreNotedThanItHadRoomFor() {
        List<CountingBell> bells =
                Stream.generate(CountingBell::new).limit(MORE_THAN_AT_FIRST).toList();
        for (int batch = 1; batch <= 2; batch++) {
            bells.forEach(Doorbell::announce);
            bells.forEach(wakeList::add);
            bells.forEach(wakeList::add);
            wakeList.wakeAll();
            for (CountingBell bell : bells) {
                assertEquals(batch, bell.signals);
            }
        }
        assertEquals(2 * MORE_THAN_AT_FIRST, counters.get(OwnerCounter.WAKEUPS_SENT));
    }

    @Test
    void shouldForgetEverybodyWhenTheBatchHasEnded() {
        WeakReference<Doorbell> bell = noteAndWake();
        CountingBell later = new CountingBell();
        later.announce();
        wakeList.wakeAll();

        assertEquals(0, later.signals);
        Await.collected("a doorbell of an earlier batch", List.of(bell));
    }

    private WeakReference<Doorbell> noteAndWake() {
        CountingBell bell = new CountingBell();
        wakeList.add(bell);
        wakeList.wakeAll();
        return new WeakReference<>(bell);
    }
}
