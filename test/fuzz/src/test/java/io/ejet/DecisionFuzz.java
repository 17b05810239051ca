package io.ejet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ejet.conf.ConfigException;
import io.ejet.conf.Configuration;
import io.ejet.conf.Limits;
import io.ejet.server.Explanation;
import io.ejet.server.Listen;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Whatever a client asks for, on a site with hosts, locations and scripts of every kind: it is decided, in one of the ways there
 * are, and no file outside the root has a part in it.
 */
class DecisionFuzz {
    private static final String SITE = """
            http = { listen = { local ip = 127.0.0.1; port = 1; root = site; index = [ index.html, index.php ];
              script = { if ($query[q] ~ (a+)+$) { set $x $1; } $request_header[x-y] = "$cookie[c] $x"; }
              host = { host name = [ a.org, '*.b.org', 'c.*', '~^(?P<n>d+)\\.e$' ];
                script = { rewrite ^/r/(.*)$ /$1; rewrite ^/l/(.*)/(.*)$ /$2/$1?$args last; addResHeader X-N "$n $1"; }
                reply_script = { if ($status != 200) { addResHeader X-S $uri; } else addFile2ResBody $req_file_only; }
                location = { path = '/'; }
                location = { path = ['/e', '=']; script = { reply 302 /$query[to]; } }
                location = { path = ['/p/', '^~']; script = { try_files $uri $uri/ $query[f] /index.html; } }
                location = { path = ['^/g/(\\w+)(/.*)?$', '~*']; script = { rewrite ^ /files/$1$2.html? break; } }
                location = { path = ['\\.php$', '~']; script = { reply 200 "$request_uri $real_file $1"; } }
                location = { path = ['^/v/([^/]*)(.*)', '~']; root = 'site/$1/$query[v]$cookie[c]'; }
                location = { path = '/w/'; show file list = on; script = { rewrite (.)$ /w$1$uri; } }
              }
              host = { host name = *; location = { path = '/'; script = { rewrite ^ http://$host$request_uri forward; } } }
            } }
            """;
    private static final InetSocketAddress CLIENT = new InetSocketAddress(0);
    private static Path root;
    private static Listen listen;

    @FuzzTest(maxDuration = "60s")
    void shouldDecideWhateverIsAskedFor(byte[] input) throws IOException {
        String asked = new String(input, StandardCharsets.ISO_8859_1);
        int line = asked.indexOf('\n');
        String target = line < 0 ? asked : asked.substring(0, line);
        String host = line < 0 ? "a.org" : asked.substring(line + 1);
        decide(asked);
        decide("GET /" + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        decide("GET /v/" + target + " HTTP/1.1\r\nHost: a.org\r\nCookie: c=" + host + "\r\n\r\n");
        decide("POST /p/" + target + " HTTP/1.1\r\nHost: x.b.org\r\nX-Y: " + host + "\r\n\r\n");
    }

    private static void decide(String head) throws IOException {
        Explanation told = site().explain("fuzz", head.getBytes(StandardCharsets.ISO_8859_1), CLIENT, Limits.DEFAULTS);
        if (told.status() != 0 && (told.status() < 200 || told.status() > 599)) {
            throw new AssertionError("status " + told.status() + "\n" + told.text());
        }
        for (String line : told.text().split("\n", -1)) {
            boolean isFile = line.startsWith("file ");
            if (line.chars().anyMatch(Character::isISOControl)) {
                throw new AssertionError("a control character is told: " + line);
            } else if (isFile && !isBelowRoot(line.substring(10)) && !line.endsWith(" null")) {
                throw new AssertionError("outside the root: " + line);
            }
        }
    }

    private static boolean isBelowRoot(String told) {
        return told.startsWith(root.toString()) && !told.contains("/../");
    }

    /** Made once: the fuzzer calls a new object for each input. */
    private static synchronized Listen site() throws IOException {
        if (listen == null) {
            Path folder = Files.createTempDirectory("ejet-fuzz").toRealPath();
            root = folder.resolve("site");
            Files.createDirectories(root.resolve("w"));
            Files.createDirectories(root.resolve("files"));
            for (String name : List.of("index.html", "a.txt", "w/a", "files/x.html", "index.php")) {
                Files.writeString(root.resolve(name), name);
            }
            try {
                // Never closed: it lives as long as the fuzzer.
                listen = new ExplainedServer(
                                Configuration.of("fuzz.conf", SITE, folder).settings())
                        .listens()
                        .get(0);
            } catch (ConfigException e) {
                throw new AssertionError(e.errors().toString(), e);
            }
        }
        return listen;
    }
}
