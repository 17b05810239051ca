package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * The layout of padded classes as this JVM makes it: what one thread writes with every event is two cache lines away from
 * what others read, since processors fetch lines in pairs. A JVM may put a small field of a subclass into a gap of its
 * superclass, so the order of the classes alone proves nothing.
 */
class PaddedLayoutTest {
    private static final int PADDING_BYTES = 128;
    private static final String PADDING_NAME = "[a-z]\\d+";

    private static List<FieldLayout> fields(ClassLayout layout) {
        return layout.fields().stream()
                .filter(field -> !field.name().matches(PADDING_NAME))
                .toList();
    }

    private static Set<String> names(List<FieldLayout> fields) {
        return fields.stream().map(FieldLayout::name).collect(Collectors.toSet());
    }

    @Test
    void shouldFindThePublishedFieldsWhenTheLayoutIsRead() {
        assertTrue(names(fields(ClassLayout.parseClass(Gauge.class)))
                .containsAll(List.of("batchStartNs", "callbackStartNs", "running", "busyNs", "handled")));
        assertEquals(Set.of("sleeping"), names(fields(ClassLayout.parseClass(Doorbell.class))));
    }

    @ParameterizedTest
    @ValueSource(classes = {Gauge.class, Doorbell.class})
    void shouldKeepEveryFieldAwayFromTheNeighboursInTheHeapWhenLaidOut(Class<?> padded) {
        ClassLayout layout = ClassLayout.parseClass(padded);
        for (FieldLayout field : fields(layout)) {
            long behind = layout.instanceSize() - field.offset() - field.size();
            assertTrue(
                    field.offset() >= PADDING_BYTES && behind >= PADDING_BYTES,
                    () -> field.name() + " is too near to an end\n" + layout.toPrintable());
        }
    }

    @Test
    void shouldKeepTheConsumersFieldsAwayFromWhatProducersReadWhenLaidOut() {
        ClassLayout layout = ClassLayout.parseClass(EventRing.class);
        Set<String> consumers = Set.of("next", "barrier");
        List<FieldLayout> fields = fields(layout);
        assertTrue(names(fields).containsAll(consumers), layout::toPrintable);
        for (FieldLayout own : fields) {
            for (FieldLayout other : fields) {
                boolean apart = Math.abs(own.offset() - other.offset()) >= PADDING_BYTES;
                assertTrue(
                        apart || consumers.contains(own.name()) == consumers.contains(other.name()),
                        () -> own.name() + " is too near to " + other.name() + "\n" + layout.toPrintable());
            }
        }
        FieldLayout first = fields.stream()
                .filter(field -> consumers.contains(field.name()))
                .findFirst()
                .orElseThrow();
        assertTrue(first.offset() >= PADDING_BYTES, layout::toPrintable);
    }
}
