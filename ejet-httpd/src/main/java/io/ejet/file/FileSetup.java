package io.ejet.file;

import io.ejet.server.Offload;
import io.epump.sched.NanoClock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the file handlers of a server have in common.
 *
 * @param files answers the running owner's; an {@link io.epump.OwnerLocal} does
 * @param offload where the disk is asked
 * @param clock the owners' clock
 * @param smallFileBytes files up to this size are kept in memory, not negative
 * @param mediaType the media type of a file by its name
 */
public record FileSetup(
        Supplier<OwnerFiles> files,
        Offload offload,
        NanoClock clock,
        int smallFileBytes,
        UnaryOperator<String> mediaType) {}
