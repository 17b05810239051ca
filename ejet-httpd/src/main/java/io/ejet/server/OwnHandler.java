package io.ejet.server;

import io.ejet.HttpHandler;

/** A handler of the server's own, which holds no exchange beyond its end: exchanges are used again after it. */
public interface OwnHandler extends HttpHandler {}
