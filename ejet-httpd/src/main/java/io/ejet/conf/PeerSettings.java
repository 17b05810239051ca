package io.ejet.conf;

import io.ejet.access.AddressRules;
import io.ejet.access.ForwardedField;

/**
 * Who connects to an address, and how that is found out.
 *
 * @param trusted permits the proxies whose word counts for whom they ask; null if there are none
 * @param field where those say it
 * @param speaksProxyProtocol whether each connection begins with a header that says whose it is
 * @param connectionsPerAddress how many connections an address may have at a time; 0 for any number
 * @param explainSecret shows who sends it how his request is decided; null if nobody may see that
 */
public record PeerSettings(
        AddressRules trusted,
        ForwardedField field,
        boolean speaksProxyProtocol,
        int connectionsPerAddress,
        String explainSecret) {
    /** Clients connect by themselves, as often as they like. */
    public static final PeerSettings PLAIN = new PeerSettings(null, ForwardedField.X_FORWARDED_FOR, false, 0, null);
}
