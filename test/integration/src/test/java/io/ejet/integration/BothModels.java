package io.ejet.integration;

import io.ejet.integration.HttpRig.Model;
import java.util.stream.Stream;

/** The two models that differ most: the pump runs handlers itself, or workers do. One pump, so that time has one keeper. */
final class BothModels {
    /** For MethodSource. */
    static final String SOURCE = "io.ejet.integration.BothModels#models";

    private BothModels() {}

    static Stream<Model> models() {
        return Stream.of(new Model(1, 0), new Model(1, 2));
    }
}
