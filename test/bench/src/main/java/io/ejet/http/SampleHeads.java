package io.ejet.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The heads of requests that the benchmarks read. */
final class SampleHeads {
    /** As load generators and simple clients write them: three fields. */
    static final String SHORT =
            "GET /13.txt HTTP/1.1\r\nHost: 127.0.0.1:8181\r\nUser-Agent: load/1.0\r\nAccept: */*\r\n\r\n";

    /** As browsers write them: twelve fields, more than 500 bytes. */
    static final String BROWSER = """
            GET /articles/2026/11/an-event-pump?page=2&from=list HTTP/1.1\r
            Host: www.example.org\r
            Connection: keep-alive\r
            Cache-Control: max-age=0\r
            Upgrade-Insecure-Requests: 1\r
            User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8\r
            Accept-Encoding: gzip, deflate, br\r
            Accept-Language: en-GB,en;q=0.8,de;q=0.5\r
            Referer: http://www.example.org/articles/2026/11/\r
            Cookie: session=6f1c2b9d8e7a4f3b; theme=dark; seen=1732190400\r
            If-None-Match: "67a1-62f0c9be1a2c0"\r
            If-Modified-Since: Fri, 20 Nov 2026 08:12:31 GMT\r
            \r
            """;

    /** So many short ones one after the other. */
    static final int PIPELINED = 16;

    private SampleHeads() {}

    /** A direct buffer with these bytes, from 0 to its limit. */
    static ByteBuffer direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }
}
