package io.epump.integration;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.IODevice;
import io.epump.TcpDevice;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A program for a JVM of its own that speaks IPv4 only: connects to an IPv6 address, which the JDK refuses with an unchecked
 * exception, and prints what it is told.
 */
final class Ipv4OnlyConnect {
    private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

    private Ipv4OnlyConnect() {}

    public static void main(String[] arguments) throws Exception {
        Queue<String> events = new ConcurrentLinkedQueue<>();
        CountDownLatch told = new CountDownLatch(1);
        EPump system = EPump.start(EPumpConfig.builder()
                .pumps(1)
                .workers(Integer.parseInt(arguments[0]))
                .build());
        TcpDevice device = system.tcpConnect(
                new InetSocketAddress(InetAddress.getByAddress(IPV6_LOOPBACK), 9),
                (context, source, event, fdType) -> {
                    events.add(event + " for " + ((IODevice) source).ioError().getCause());
                    source.close();
                    told.countDown();
                },
                null);
        boolean inTime = told.await(Rig.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        boolean stopped = system.stop(Duration.ofSeconds(10));
        System.out.println(events + " told=" + inTime + " closed=" + device.isClosed() + " stopped=" + stopped
                + " devices=" + system.statistics().devices());
    }
}
