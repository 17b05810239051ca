package io.ejet.server;

import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;

/** Hands a device's events to its connection, which is its context. One object serves all. */
final class ConnectionEvents implements IOHandler {
    static final ConnectionEvents INSTANCE = new ConnectionEvents();

    private ConnectionEvents() {}

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        HttpConnection connection = (HttpConnection) context;
        switch (event) {
            case READ -> connection.onReadable();
            case WRITE -> connection.onWritable();
            case TIMEOUT -> connection.onTimeout();
            default -> connection.onLost();
        }
    }

    @Override
    public void onUserEvent(Object context, IOSource source, int code, Object payload) {
        ((HttpConnection) context).onTask((HttpConnection.Task) payload);
    }
}
