package io.epump.sched;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.ClassLayout;
import org.openjdk.jol.info.FieldLayout;

/**
 * The layout of {@link Gauge} as this JVM makes it: whatever lies next to the object in the heap is two cache lines away
 * from every published field, since processors fetch lines in pairs. A JVM may put a small field of a subclass into a gap of
 * its superclass, so the order of the classes alone proves nothing.
 */
class GaugeLayoutTest {
    private static final int PADDING_BYTES = 128;
    private static final String PADDING_NAME = "[a-z]\\d+";

    private final ClassLayout layout = ClassLayout.parseClass(Gauge.class);
    private final List<FieldLayout> published = layout.fields().stream()
            .filter(field -> !field.name().matches(PADDING_NAME))
            .toList();

    @Test
    void shouldFindThePublishedFieldsWhenTheLayoutIsRead() {
        List<String> names = published.stream().map(FieldLayout::name).toList();
        assertTrue(
                names.containsAll(List.of("batchStartNs", "callbackStartNs", "running", "busyNs", "handled")),
                layout::toPrintable);
    }

    @Test
    void shouldKeepEveryFieldAwayFromTheNeighbourBeforeWhenLaidOut() {
        for (FieldLayout field : published) {
            assertTrue(
                    field.offset() >= PADDING_BYTES,
                    () -> field.name() + " is " + field.offset() + " bytes behind the start\n" + layout.toPrintable());
        }
    }

    @Test
    void shouldKeepEveryFieldAwayFromTheNeighbourBehindWhenLaidOut() {
        for (FieldLayout field : published) {
            long bytesBehind = layout.instanceSize() - field.offset() - field.size();
            assertTrue(
                    bytesBehind >= PADDING_BYTES,
                    () -> field.name() + " is " + bytesBehind + " bytes before the end\n" + layout.toPrintable());
        }
    }
}
