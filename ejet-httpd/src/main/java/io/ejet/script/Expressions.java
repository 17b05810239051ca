package io.ejet.script;

import io.ejet.script.References.OfHost;
import io.ejet.script.Template.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * The regular expressions by which a request comes to a place of the configuration: what their groups have captured, the scripts
 * of that place can ask for. Immutable; for the thread that loads the configuration.
 *
 * @param ofHost those among the names of the host, in their order
 * @param ofLocation that of the location's path, null without one
 */
public record Expressions(List<Regex> ofHost, Regex ofLocation) {
    /** A place that is not found by any. */
    public static final Expressions NONE = new Expressions(List.of(), null);

    /** Copies what could be changed from outside. */
    public Expressions {
        ofHost = List.copyOf(ofHost);
    }

    /**
     * The same host for a location.
     *
     * @param regex that of the location's path, null without one
     * @return the expressions by which a request comes there
     */
    public Expressions within(Regex regex) {
        return new Expressions(ofHost, regex);
    }

    /** What the name of a group is worth; null if no group has it. The location's go before the host's. */
    Part named(String name) {
        int own = ofLocation == null ? 0 : ofLocation.group(name);
        return own > 0 ? new References.OfLocation(own) : host(regex -> regex.group(name));
    }

    /** What a number is worth where neither a rewrite nor the location has groups; null if nothing. */
    Part numbered(int number) {
        return number == 0 ? null : host(regex -> number <= regex.groups() ? number : 0);
    }

    private Part host(ToIntFunction<Regex> group) {
        List<OfHost.Group> groups = new ArrayList<>();
        ofHost.forEach(regex -> groups.add(new OfHost.Group(regex, group.applyAsInt(regex))));
        return groups.stream().allMatch(one -> one.number() == 0) ? null : new OfHost(groups);
    }
}
