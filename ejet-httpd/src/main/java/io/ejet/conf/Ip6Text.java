package io.ejet.conf;

import io.ejet.http.AddressText;
import java.net.Inet6Address;
import java.net.InetAddress;

/** IPv6 addresses as names of hosts: clients send them in their short form, whatever a person has written. */
final class Ip6Text {
    private Ip6Text() {}

    /**
     * An address in the form of {@link AddressText}.
     *
     * @param text an address in brackets
     * @return in brackets; one with an IPv4 address inside stays as it is, in lower case; null if the text is none
     */
    static String normal(String text) {
        boolean hasZone = text.indexOf('%') >= 0; // no request can name one (RFC 3986 section 3.2.2)
        boolean isBracketed = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
        InetAddress address = isBracketed && !hasZone ? ListenAddress.ip6(text) : null;
        if (address == null || text.indexOf('.') >= 0 || !(address instanceof Inet6Address)) {
            return address == null ? null : text;
        }
        return "[" + AddressText.of(address) + "]";
    }
}
