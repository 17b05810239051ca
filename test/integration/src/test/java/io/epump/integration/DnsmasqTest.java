package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.epump.EPump;
import io.epump.dns.NameException;
import io.epump.dns.NameStatus;
import io.epump.dns.ResolverConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Names from a name server that others have written. */
class DnsmasqTest {
    private static final int MANY = 200;

    @RegisterExtension
    final Rig rig = new Rig();

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("io.epump.integration.Permutation#smallRing")
    void shouldFindWhatDnsmasqKnows(Permutation permutation) throws IOException {
        List<String> records = new ArrayList<>(List.of(
                "--host-record=both.test,192.0.2.1,2001:db8::1",
                "--host-record=four.test,192.0.2.4",
                "--cname=alias.test,further.test",
                "--cname=further.test,both.test"));
        IntStream.range(0, MANY).forEach(i -> records.add("--host-record=many.test,192.0.3." + i));
        Dnsmasq dnsmasq = Dnsmasq.start(rig, directory.resolve("dnsmasq.log"), records.toArray(String[]::new));
        Path conf = Files.writeString(directory.resolve("resolv.conf"), "search test\n");
        EPump system = rig.start(rig.settings(permutation)
                .resolver(ResolverConfig.builder()
                        .servers(List.of(dnsmasq.address()))
                        .hostsFile(directory.resolve("none"))
                        .resolvConf(conf)
                        .maxAddresses(1000)
                        .build()));

        assertEquals(List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1"), find(system, "both.test"));
        assertEquals(List.of("192.0.2.4"), find(system, "four"));
        assertEquals(List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1"), find(system, "ALIAS.test"));
        assertEquals(MANY, find(system, "many.test").size(), "over TCP");
        CompletionException none = assertThrows(CompletionException.class, () -> find(system, "none.test."));
        assertEquals(NameStatus.NO_SUCH_NAME, ((NameException) none.getCause()).status());
        CompletionException refused = assertThrows(CompletionException.class, () -> find(system, "www.example.org."));
        assertEquals(NameStatus.REFUSED, ((NameException) refused.getCause()).status());
    }

    private List<String> find(EPump system, String name) {
        CompletableFuture<List<InetAddress>> found = system.resolver().resolve(name);
        rig.await(found::isDone, name);
        return found.join().stream().map(InetAddress::getHostAddress).toList();
    }
}
