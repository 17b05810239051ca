package io.ejet.integration;

import static io.ejet.integration.SiteRig.MODELS;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ejet.EJet;
import io.ejet.integration.HttpRig.Model;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the groups of hosts' and locations' regular expressions are worth to scripts, over real connections, in every model. */
@Tag("permutation")
class CapturesTest {
    @RegisterExtension
    final SiteRig rig = new SiteRig();

    private static void assertAnswer(HttpPeer peer, String host, String path, String expected) throws IOException {
        peer.send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertEquals(expected, SiteRig.told(peer.receive()), host + path);
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheGroupsOfTheHostWhereTheLocationHasNone(Model model) throws IOException {
        EJet server = rig.listen(model, """
                host = { host name = [ a.net, '~ ^(www\\.)?(?<site>[a-z]+)\\.(org|com)$', '~ ^(?P<site>n)(\\d+)\\.net$' ];
                  script = { addResHeader X-Site "$site/$3"; if ($query[go]) reply 302 http://$site.example/$2; }
                  location = { path = '/'; script = { reply 200 "[$1] [$2] [$3] [$4] $SITE $site"; } }
                  location = { path = ['^/own/(x)?(y)?', '~']; script = { reply 200 "[$1] [$2] [$3] $site"; } }
                  location = { path = ['^/own2/', '~']; script = { reply 200 "[$0] [$1] ${2}"; } }
                  location = { path = '/re'; script = { rewrite ^/re/(a)?(b)?(c)?/ /to/$1/$2/$3/$site redirect; } }
                  location = { path = '/re2'; script = { rewrite ^/re2 /to/$2 redirect; } }
                  location = { path = '/set'; script = { set $site other; reply 200 $site; } }
                }""");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertAnswer(peer, "www.shop.org", "/", "200 [www.] [shop] [org] [] shop shop");
            assertAnswer(peer, "WWW.Shop.ORG.:80", "/", "200 [www.] [shop] [org] [] shop shop");
            assertAnswer(peer, "shop.com", "/", "200 [] [shop] [com] [] shop shop");
            assertAnswer(peer, "n42.net", "/", "200 [n] [42] [] [] n n");
            assertAnswer(peer, "a.net", "/", "200 [] [] [] []  ");
            assertAnswer(peer, "www.shop.org", "/own/y", "200 [] [y] [] shop");
            assertAnswer(peer, "www.shop.org", "/own2/", "200 [/own2/] [www.] shop");
            assertAnswer(peer, "www.shop.org", "/re/b/x", "302 /to//b//shop");
            assertAnswer(peer, "www.shop.org", "/re2", "302 /to/shop");
            assertAnswer(peer, "www.shop.org", "/set", "200 other");
            assertAnswer(peer, "www.shop.org", "/?go=1", "302 http://shop.example/shop");
            assertAnswer(peer, "n7.net", "/?go=1", "302 http://n.example/7");
        }
    }

    @ParameterizedTest
    @MethodSource(MODELS)
    void shouldTellTheNamedGroupsOfTheLocationBeforeThoseOfTheHost(Model model) throws IOException {
        EJet server = rig.listen(model, """
                host = { host name = '~ ^(?<who>[a-z]+)\\.org$';
                  location = { path = ['^/u/(?<who>[^/]+)/(?<rest>.*)$', '~'];
                    script = { rewrite ^/u/(.*)$ /seen/$who/$rest/$1 redirect; } }
                  location = { path = '/'; script = { reply 200 "$who"; } }
                }""");
        try (HttpPeer peer = HttpPeer.connect(server.port())) {
            assertAnswer(peer, "a.org", "/u/me/b", "302 /seen/me/b/me/b");
            assertAnswer(peer, "a.org", "/u/m%3Fe/b", "302 /seen/m%3Fe/b/m%3Fe/b");
            assertAnswer(peer, "a.org", "/", "200 a");
        }
    }
}
