package probe;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.FdType;
import io.epump.IOEventType;
import io.epump.IOSource;
import io.epump.IOTimer;
import io.epump.ListenerGroup;
import io.epump.TcpDevice;
import io.epump.TcpListener;
import io.epump.buffer.PooledBuffer;
import io.epump.metrics.EPumpMXBean;
import io.epump.metrics.PumpCounter;
import io.epump.sched.DispatchPolicy;
import io.epump.sched.OwnerCounter;
import io.epump.sched.WaitStrategy;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Echoes one connection, waits for one timer, looks at the figures, in JMX and a recording too, stops. */
public final class Probe {
    private static final long LIMIT_S = 30;

    private Probe() {}

    public static void main(String[] args) throws Exception {
        Recording recording = new Recording();
        recording.start();
        EPumpConfig config = EPumpConfig.builder()
                .name("probe")
                .maxDescriptors(100)
                .jmx(true)
                .pumps(1)
                .workers(1)
                .waitStrategy(WaitStrategy.PARK)
                .dispatchPolicy(DispatchPolicy.LEAST_LOAD)
                .failureHandler((owner, source, failure) -> failure.printStackTrace())
                .build();
        EPump system = EPump.start(config);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        CompletableFuture<TcpDevice> closed = new CompletableFuture<>();
        ListenerGroup listening = system.tcpListen(any, Probe::onEvent, closed);
        try (Socket peer = new Socket(any.getAddress(), listening.port())) {
            peer.getOutputStream().write('x');
            check(peer.getInputStream().read() == 'x', "the echo");
        }
        // What a device has from the inside of the library, by its own name and as a method reference.
        TcpDevice device = closed.get(LIMIT_S, TimeUnit.SECONDS);
        check(device.isClosed() && !device.isOpen() && device.id() >= 100, "the device is closed");
        Runnable again = device::close;
        again.run();

        CompletableFuture<IOEventType> fired = new CompletableFuture<>();
        IOTimer timer = system.startTimer(1, 0, null, (context, source, event, fdType) -> fired.complete(event), null);
        check(fired.get(LIMIT_S, TimeUnit.SECONDS) == IOEventType.TIMEOUT && !timer.isStarted(), "the timer");

        EPumpStatistics statistics = system.statistics();
        check(statistics.sum(PumpCounter.RAISED) > 0 && statistics.sum(OwnerCounter.TURNS) > 0, "the figures");
        check(statistics.workers().get(0).load().points() >= 0, "the load");
        ObjectName name = new ObjectName("io.epump:type=EPump,name=\"probe\"");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        EPumpMXBean bean = JMX.newMXBeanProxy(server, name, EPumpMXBean.class);
        check(bean.getPumps().get(0).getTurns() > 0 && bean.getWorkers().size() == 1, "the figures in JMX");
        check(system.stop(Duration.ofSeconds(LIMIT_S)), "the stop");
        recording.stop();
        Path file = Path.of(args[0]);
        recording.dump(file);
        check(RecordingFile.readAllEvents(file).stream().anyMatch(Probe::isOurClose), "the close in the recording");
        System.out.println("done in " + Probe.class.getModule() + " on " + EPump.class.getModule());
    }

    @SuppressWarnings("unchecked")
    private static void onEvent(Object context, IOSource source, IOEventType event, FdType fdType) {
        switch (event) {
            case ACCEPT -> {
                while (((TcpListener) source).accept(Probe::onEvent, context) != null) {
                    // comes back here
                }
            }
            case READ -> {
                TcpDevice device = (TcpDevice) source;
                PooledBuffer received = device.receive();
                if (received != null) {
                    device.write(received);
                } else if (device.isInputEnded()) {
                    device.close();
                    ((CompletableFuture<TcpDevice>) context).complete(device);
                }
            }
            default -> source.close();
        }
    }

    private static boolean isOurClose(RecordedEvent event) {
        return event.getEventType().getName().equals("io.epump.Close") && event.getString("reason").equals("PEER");
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
