package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.http.BodyDecoder;
import io.ejet.http.RequestParser;

/** What understands the bytes of one request after the other. On one owner. */
record Decoding(RequestParser parser, BodyDecoder decoder) {
    static Decoding of(Limits limits) {
        return new Decoding(
                new RequestParser(limits.maxRequestLineBytes(), limits.maxHeaderBytes(), limits.maxHeaders()),
                new BodyDecoder());
    }
}
