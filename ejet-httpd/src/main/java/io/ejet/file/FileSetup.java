package io.ejet.file;

import io.ejet.server.Offload;
import io.epump.sched.NanoClock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * What the file handlers of one configuration have in common.
 *
 * @param files answers the running owner's; an {@link io.epump.OwnerLocal} does
 * @param offload where the disk is asked
 * @param clock the owners' clock
 * @param smallFileBytes files up to this size are kept in memory, not negative
 * @param mediaType the media type of a file by its name
 * @param cache how much of it owners keep
 * @param listings room for the lists of folders
 */
public record FileSetup(
        Supplier<OwnerFiles> files,
        Offload offload,
        NanoClock clock,
        int smallFileBytes,
        UnaryOperator<String> mediaType,
        CacheTerms cache,
        ListingRoom listings) {
    /**
     * With the usual room for lists.
     *
     * @param files as above
     * @param offload as above
     * @param clock as above
     * @param smallFileBytes as above
     * @param mediaType as above
     * @param cache as above
     */
    public FileSetup(
            Supplier<OwnerFiles> files,
            Offload offload,
            NanoClock clock,
            int smallFileBytes,
            UnaryOperator<String> mediaType,
            CacheTerms cache) {
        this(files, offload, clock, smallFileBytes, mediaType, cache, ListingRoom.ofHeap());
    }
}
