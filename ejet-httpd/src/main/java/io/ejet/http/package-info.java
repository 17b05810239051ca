/**
 * The protocol, without a socket: parsers that go on where the bytes ended, header fields, paths, dates, ranges, entity
 * tags, the chunked coding. Nothing here has a thread of its own.
 */
package io.ejet.http;
