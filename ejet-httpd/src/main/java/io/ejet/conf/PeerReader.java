package io.ejet.conf;

import io.ejet.access.AddressRules;
import io.ejet.access.ForwardedField;
import io.ejet.access.Network;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects what the listens of one address say of those who connect to it: that is found out before any host is known, so it is
 * one thing for all of them. For one thread.
 */
final class PeerReader {
    /** What is of an address, however many listens it has. */
    static final List<ConfigKey<?>> KEYS = List.of(
            ConfigKeys.TRUSTED_PROXY,
            ConfigKeys.TRUSTED_PROXY_HEADER,
            ConfigKeys.PROXY_PROTOCOL,
            ConfigKeys.CONNECTIONS_PER_ADDRESS,
            ConfigKeys.EXPLAIN_SECRET);

    private final ConfigErrors errors;
    private final Map<ConfigKey<?>, Section> sections = new HashMap<>();

    PeerReader(ConfigErrors errors) {
        this.errors = errors;
    }

    /** Takes what a listen says. */
    void read(Section listen) {
        for (ConfigKey<?> key : KEYS) {
            Section before = key.isIn(listen) ? sections.putIfAbsent(key, listen) : null;
            if (before != null && !texts(key, before).equals(texts(key, listen))) {
                errors.error(
                        key.place(listen),
                        Quoted.of(key.name()) + " is given otherwise for this address already, at " + key.place(before),
                        "expected: one for all listens of an address");
            }
        }
    }

    private static List<String> texts(ConfigKey<?> key, Section section) {
        List<String> texts = new ArrayList<>();
        for (ConfigNode value : key.in(section)) {
            texts.add(value instanceof Text text ? text.text() : "");
        }
        return texts;
    }

    /** All of it, when everything is read. */
    PeerSettings settings() {
        Section proxies = sections.get(ConfigKeys.TRUSTED_PROXY);
        List<Network> trusted =
                proxies == null ? List.of() : AccessReader.networks(ConfigKeys.TRUSTED_PROXY.in(proxies), errors);
        boolean isForwarded = of(ConfigKeys.TRUSTED_PROXY_HEADER, "").equalsIgnoreCase("forwarded");
        if (trusted.isEmpty() && sections.containsKey(ConfigKeys.TRUSTED_PROXY_HEADER)) {
            errors.warning(
                    ConfigKeys.TRUSTED_PROXY_HEADER.place(sections.get(ConfigKeys.TRUSTED_PROXY_HEADER)),
                    "nobody's header is believed: there is no trusted proxy here",
                    "expected: trusted proxy = 192.0.2.1; too");
        }
        return new PeerSettings(
                trusted.isEmpty() ? null : AddressRules.only(trusted),
                isForwarded ? ForwardedField.FORWARDED : ForwardedField.X_FORWARDED_FOR,
                of(ConfigKeys.PROXY_PROTOCOL, false),
                of(ConfigKeys.CONNECTIONS_PER_ADDRESS, 0),
                of(ConfigKeys.EXPLAIN_SECRET, null));
    }

    private <T> T of(ConfigKey<T> key, T absent) {
        Section section = sections.get(key);
        return section == null ? absent : key.of(section, absent);
    }
}
