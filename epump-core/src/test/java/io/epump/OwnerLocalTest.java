package io.epump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.sched.Owner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A value for each owner. */
class OwnerLocalTest {
    private final List<StringBuilder> made = new ArrayList<>();

    private OwnerLocal<StringBuilder> newLocal(EPump system) {
        return new OwnerLocal<>(system, () -> {
            made.add(new StringBuilder());
            return made.get(made.size() - 1);
        });
    }

    private static DrivenSystem start(int workers) throws IOException {
        return new DrivenSystem(EPumpConfig.builder().pumps(2).workers(workers));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldMakeOneValueForEachOwnerWhenItAsksFirst(int workers) throws IOException {
        try (DrivenSystem driven = start(workers)) {
            OwnerLocal<StringBuilder> local = newLocal(driven.system);
            assertTrue(made.isEmpty());
            List<Owner> owners = driven.system.owners();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < owners.size(); i++) {
                    int index = i;
                    OnOwner.run(owners.get(i), () -> {
                        StringBuilder value = local.get(); // made now, or before
                        assertSame(made.get(index), value);
                    });
                }
            }
            assertEquals(2 + workers, made.size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldKeepItsValueApartWhenThereAreTwoLocals(int workers) throws IOException {
        try (DrivenSystem driven = start(workers)) {
            OwnerLocal<StringBuilder> first = newLocal(driven.system);
            OwnerLocal<StringBuilder> second = newLocal(driven.system);
            for (Owner owner : driven.system.owners()) {
                OnOwner.run(owner, () -> assertTrue(first.get() != second.get()));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void shouldRefuseWhenNoOwnerOfTheSystemAsks(int workers) throws IOException {
        try (DrivenSystem driven = start(workers);
                DrivenSystem other = start(workers);
                DrivenSystem larger =
                        new DrivenSystem(EPumpConfig.builder().pumps(5).workers(5))) {
            OwnerLocal<StringBuilder> local = newLocal(driven.system);
            assertThrows(IllegalStateException.class, local::get, "outside every turn");
            for (DrivenSystem foreign : List.of(other, larger)) {
                for (Owner owner : foreign.system.owners()) {
                    OnOwner.run(owner, () -> assertThrows(IllegalStateException.class, local::get));
                }
            }
            assertTrue(made.isEmpty());
        }
    }
}
