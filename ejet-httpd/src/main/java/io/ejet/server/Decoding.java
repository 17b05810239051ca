package io.ejet.server;

import io.ejet.conf.Limits;
import io.ejet.http.BodyDecoder;
import io.ejet.http.RequestParser;

/** What understands the bytes of one request after the other, and the limits it was made for. On one owner. */
record Decoding(RequestParser parser, BodyDecoder decoder, Limits limits) {
    static Decoding of(Limits limits) {
        return new Decoding(
                new RequestParser(limits.maxRequestLineBytes(), limits.maxHeaderBytes(), limits.maxHeaders()),
                new BodyDecoder(),
                limits);
    }

    /** Whether it serves for requests with other limits, which a reload may have changed. */
    boolean isFor(Limits others) {
        return others.maxRequestLineBytes() == limits.maxRequestLineBytes()
                && others.maxHeaderBytes() == limits.maxHeaderBytes()
                && others.maxHeaders() == limits.maxHeaders();
    }
}
