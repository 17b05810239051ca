package io.ejet.access;

import java.util.List;

/**
 * Who is let in to a place, and how often. Immutable but for what the limits count; any thread.
 *
 * @param addresses from where; null for everywhere
 * @param login as whom; null for anybody
 * @param isAnyEnough whether one of the two is enough
 * @param limits how often; each has to agree
 * @param room how many requests of an address at once; null for any number
 */
public record Access(
        AddressRules addresses, BasicLogin login, boolean isAnyEnough, List<RequestLimit> limits, RequestRoom room) {
    /** Copies what could be changed from outside. */
    public Access {
        limits = List.copyOf(limits);
    }

    /**
     * Rules, if there are any.
     *
     * @param addresses as above
     * @param login as above
     * @param isAnyEnough as above
     * @param limits as above
     * @param room as above
     * @return null if anybody may come as often as he likes, so that nothing need be asked
     */
    public static Access of(
            AddressRules addresses,
            BasicLogin login,
            boolean isAnyEnough,
            List<RequestLimit> limits,
            RequestRoom room) {
        boolean isOpen = addresses == null && login == null && limits.isEmpty() && room == null;
        return isOpen ? null : new Access(addresses, login, isAnyEnough, limits, room);
    }
}
