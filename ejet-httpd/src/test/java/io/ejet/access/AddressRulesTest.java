package io.ejet.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {
    private static AddressRules.Rule rule(String text) {
        Network network = Network.parse(text.substring(1));
        assertNotNull(network, text);
        return new AddressRules.Rule(network, text.startsWith("+"));
    }

    private static AddressRules rules(String... texts) {
        return AddressRules.of(
                List.of(texts).stream().map(AddressRulesTest::rule).toList());
    }

    private static boolean permits(AddressRules rules, String address) {
        return rules.permits(IpAddress.parse(address));
    }

    @Test
    void shouldTakeTheFirstRuleThatNamesTheAddress() {
        AddressRules rules = rules("-192.168.1.1", "+192.168.1.0/24", "+10.1.1.0/16", "+2001:db8::/32", "-all");
        assertFalse(permits(rules, "192.168.1.1"));
        assertTrue(permits(rules, "192.168.1.0"));
        assertTrue(permits(rules, "192.168.1.255"));
        assertFalse(permits(rules, "192.168.2.0"));
        assertFalse(permits(rules, "192.168.0.255"));
        assertTrue(permits(rules, "10.1.255.255"));
        assertTrue(permits(rules, "2001:db8:ffff::1"));
        assertFalse(permits(rules, "2001:db9::"));
        assertFalse(permits(rules, "::"));
        assertFalse(permits(rules, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    void shouldLetInWhoIsNotNamed() {
        assertTrue(permits(rules("-10.0.0.0/8"), "11.0.0.0"));
        assertFalse(permits(rules("-10.0.0.0/8"), "10.255.255.255"));
        assertTrue(permits(AddressRules.of(List.of()), "1.2.3.4"));
        assertTrue(permits(rules("+all", "-1.2.3.4"), "1.2.3.4"));
    }

    @Test
    void shouldLetInNobodyElseWhenOnlySomeAreNamed() {
        AddressRules only = AddressRules.only(List.of(Network.parse("10.0.0.0/8"), Network.parse("::1")));
        assertTrue(permits(only, "10.0.0.1"));
        assertTrue(permits(only, "::1"));
        assertFalse(permits(only, "::2"));
        assertFalse(permits(only, "0.0.0.1"));
    }

    @Test
    void shouldTakeMappedAddressesForIp4() throws UnknownHostException {
        AddressRules rules = rules("-127.0.0.0/8");
        assertFalse(permits(rules, "::ffff:127.0.0.1"));
        assertFalse(permits(rules("-::ffff:127.0.0.1"), "127.0.0.1"));
        assertFalse(permits(rules("-::ffff:127.0.0.0/104"), "127.9.0.1"));
        assertTrue(permits(rules("-::ffff:127.0.0.0/104"), "128.9.0.1"));
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        mapped[12] = 127;
        assertFalse(rules.permits(java.net.Inet6Address.getByAddress(null, mapped, -1)));
        assertFalse(permits(rules("-0.0.0.0/0"), "200.1.1.1"));
        assertTrue(permits(rules("-0.0.0.0/0"), "::1"));
        assertFalse(permits(rules("-::/0"), "200.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "01.2.3.4",
                "256.1.1.1",
                "1.2.3.4/33",
                "1.2.3.4/",
                "1.2.3.4/-1",
                "1.2.3.4/08",
                "::1/129",
                "::g",
                ".1:2",
                "fe80::1%lo",
                "[::1]",
                "localhost",
                "1.2.3.4 ",
                "/8",
                "1:2:3:4:5:6:7:8:9",
                "٣.2.3.4",
                "unix:",
                "127.1",
                "1.2.3.0004",
                "+1.2.3.4",
                "::1/0x8"
            })
    void shouldRefuseWhatIsNoNetwork(String text) {
        assertNull(Network.parse(text));
    }

    @Test
    void shouldSayWhenBitsAreSetThatDoNotCount() {
        assertFalse(Network.parse("10.1.1.0/16").isExact());
        assertTrue(Network.parse("10.1.0.0/16").isExact());
        assertTrue(Network.parse("::1").isExact());
        assertFalse(Network.parse("::1/64").isExact());
    }

    /** Compiled rules against going through the rules one after the other. */
    @Test
    void shouldDecideAsAListOfRulesWould() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            List<AddressRules.Rule> rules = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                rules.add(rule((random.nextBoolean() ? "+" : "-") + network(random)));
            }
            AddressRules compiled = AddressRules.of(rules);
            for (int i = 0; i < 40; i++) {
                InetAddress address = IpAddress.parse(random.nextBoolean() ? ip4(random) : ip6(random));
                assertEquals(
                        model(rules, address), compiled.permits(address), () -> "seed " + seed + " " + rules + address);
            }
        }
    }

    private static boolean model(List<AddressRules.Rule> rules, InetAddress address) {
        IpAddress number = IpAddress.of(address);
        for (AddressRules.Rule rule : rules) {
            Network network = rule.network();
            if (number.compareTo(network.first()) >= 0 && number.compareTo(network.last()) <= 0) {
                return rule.permits();
            }
        }
        return true;
    }

    private static String network(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> "all";
            case 1 -> ip4(random) + "/" + random.nextInt(33);
            case 2 -> ip6(random) + "/" + random.nextInt(129);
            default -> random.nextBoolean() ? ip4(random) : ip6(random);
        };
    }

    /** Few different ones, at the edges, so that they meet. */
    private static String ip4(Random random) {
        return edge(random) + "." + edge(random) + "." + edge(random) + "." + edge(random);
    }

    private static int edge(Random random) {
        return new int[] {0, 1, 127, 128, 255}[random.nextInt(5)];
    }

    private static String ip6(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            text.append(i == 0 ? "" : ":").append(new String[] {"0", "1", "8000", "ffff"}[random.nextInt(4)]);
        }
        return text.toString();
    }
}
