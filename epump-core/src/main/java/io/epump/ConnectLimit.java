package io.epump;

import java.net.SocketTimeoutException;

/** Ends a connect to an address that takes too long. Threading: the device's pump. */
final class ConnectLimit implements ConnectAid, IOHandler {
    private static final int TIME_IS_UP = 0;

    private final TcpDevice device;
    private final long limitMs;
    private IOTimer timer;

    ConnectLimit(TcpDevice device, long limitMs) {
        this.device = device;
        this.limitMs = limitMs;
    }

    @Override
    public void start() {
        timer = IOTimer.servedBy(device.pump(), device.system(), TIME_IS_UP, this);
        timer.start(limitMs);
    }

    @Override
    public void cancel() {
        if (timer != null) {
            timer.stop();
        }
    }

    @Override
    public void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        if (device.isOpen()) {
            device.failConnect(new SocketTimeoutException("no connection within " + limitMs + " ms"));
        }
    }
}
