package io.epump.examples;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOSource;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import io.epump.buffer.PooledBuffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Answers each byte with itself. {@code EchoServer PORT PUMPS WORKERS}: with 0 workers the pumps run the callbacks (the
 * fast model), else the workers do. The code is the same.
 */
public final class EchoServer {
    private EchoServer() {}

    /**
     * Starts the server on the loopback address and serves until it is killed.
     *
     * @param args port (0 finds a free one), number of pumps, number of workers
     * @throws IOException when the port cannot be used
     */
    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: EchoServer PORT PUMPS WORKERS");
            System.exit(2);
        }
        try {
            serve(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println("EchoServer: " + e.getMessage());
            System.exit(2);
        }
    }

    private static void serve(int port, int pumps, int workers) throws IOException {
        EPump system = EPump.start(
                EPumpConfig.builder().name("echo").pumps(pumps).workers(workers).build());
        try {
            ListenerGroup listening = system.tcpListen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), EchoServer::onEvent, null);
            System.out.println("echo server ready on 127.0.0.1:" + listening.port());
        } catch (IOException | RuntimeException e) {
            system.close();
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> system.stop(Duration.ofSeconds(5))));
    }

    private static void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        switch (event) {
            case ACCEPT -> {
                TcpListener listener = (TcpListener) source;
                while (listener.accept(EchoServer::onEvent, null) != null) {
                    // each accepted connection comes back here with READ
                }
            }
            case READ -> echo((TcpDevice) source);
            case WRITE -> {
                TcpDevice device = (TcpDevice) source;
                device.flush();
                if (device.isWritable()) {
                    device.addNotify(IOEventType.READ);
                }
            }
            default -> source.close();
        }
    }

    private static void echo(TcpDevice device) {
        PooledBuffer received = device.receive();
        while (received != null && device.write(received)) {
            received = device.isWritable() ? device.receive() : null;
        }
        if (device.isInputEnded()) {
            device.closeAfterOutput();
        } else if (!device.isWritable()) {
            device.delNotify(IOEventType.READ); // the peer does not read: neither do we, until it does
        }
    }
}
