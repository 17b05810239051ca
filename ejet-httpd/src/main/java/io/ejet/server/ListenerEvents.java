package io.ejet.server;

import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOHandler;
import io.epump.IOSource;
import io.epump.TcpDevice;
import io.epump.TcpListener;

/** Accepts connections of one listening address. Several pumps call it at the same time; it keeps no state. */
final class ListenerEvents implements IOHandler {
    private final Endpoint endpoint;

    ListenerEvents(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (event != IOEventType.ACCEPT) {
            source.close();
            return;
        }
        TcpListener listener = (TcpListener) source;
        TcpDevice device = listener.accept(ConnectionEvents.INSTANCE, null);
        while (device != null) {
            if (endpoint.server().onAccepted()) {
                open(device);
            } else {
                device.close();
            }
            device = listener.accept(ConnectionEvents.INSTANCE, null);
        }
    }

    /** What goes wrong here costs this connection, not the listener. */
    private void open(TcpDevice device) {
        try {
            HttpConnection connection = new HttpConnection(endpoint, device);
            device.setContext(connection);
            connection.onAccepted();
        } catch (Throwable failure) {
            endpoint.server().onClosed();
            device.close();
            endpoint.server().onFailure(failure);
        }
    }
}
