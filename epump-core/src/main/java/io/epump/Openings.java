package io.epump;

import io.epump.dns.Literal;
import io.epump.pump.Pump;
import io.epump.sched.Worker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens the devices of a system. Each opening goes the same way:
 *
 * <ol>
 *   <li>{@link EPump#checkRunning}, then the channel is opened, bound, made non-blocking; what fails here leaves nothing;
 *   <li>the device is made, on the pump that {@link PumpBinding} names, which counts it from now on;
 *   <li>it is claimed: given up again when the system stops or has too many ({@link #abandonUnlessAllowed}), and pinned to the
 *       worker that opens it;
 *   <li>it is opened: its pump adopts it.
 * </ol>
 *
 * <p>Threading: any thread.
 */
final class Openings {
    private static final Set<PosixFilePermission> OWN_USER =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final EPump system;
    private final EPumpConfig config;
    private final PumpBinding binding;
    private final DescriptorLimit descriptors;
    private final Set<OpenListener> listening = ConcurrentHashMap.newKeySet();

    Openings(EPump system, PumpBinding binding, DescriptorLimit descriptors) {
        this.system = system;
        this.config = system.config();
        this.binding = binding;
        this.descriptors = descriptors;
    }

    // -- listeners

    ListenerGroup tcpListener(InetSocketAddress address, Bind bind, IOHandler handler, Object context)
            throws IOException {
        IODevice.Opening opening = opening(FdType.LISTEN, handler, context);
        checkResolved(address);
        List<Pump> watching = binding.listening(bind);
        boolean spreads = binding.spreadsAccepted(bind, config);
        List<TcpListener> listeners = new ArrayList<>();
        List<ServerSocketChannel> opened = Listening.tcp(address, sockets(bind, watching), config.backlog());
        for (SharedChannel<ServerSocketChannel> server : SharedChannel.deal(opened, watching.size())) {
            listeners.add(new TcpListener(system, watching.get(listeners.size()), server, opening, spreads));
        }
        abandonUnlessAllowed(listeners);
        ListenerGroup group = new ListenerGroup(listeners);
        listeners.forEach(TcpListener::open);
        listening.add(group); // only now: nobody may close a listener that is still being opened
        return group;
    }

    UnixListener unixListener(Path path, Set<PosixFilePermission> permissions, IOHandler handler, Object context)
            throws IOException {
        IODevice.Opening opening = opening(FdType.USOCK_LISTEN, handler, context);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        UnixSocketFile file;
        try {
            channel.configureBlocking(false);
            file = UnixSocketFile.bind(channel, path, permissions == null ? OWN_USER : permissions, config.backlog());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        Pump pump = binding.listening(Bind.ONE).get(0);
        UnixListener listener = new UnixListener(system, pump, SharedChannel.alone(channel), opening, file);
        abandonUnlessAllowed(List.of(listener));
        listener.open();
        listening.add(listener);
        return listener;
    }

    /** The listeners that are not closed yet. */
    List<OpenListener> listening() {
        listening.removeIf(listener -> listener.closed().isDone());
        return List.copyOf(listening);
    }

    // -- datagrams

    UdpGroup udpGroup(InetSocketAddress address, Bind bind, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.UDPSRV, handler, context);
        checkResolved(address);
        List<Pump> watching = binding.receiving(bind);
        List<UdpDevice> devices = new ArrayList<>();
        List<DatagramChannel> opened = Listening.udp(address, sockets(bind, watching));
        for (SharedChannel<DatagramChannel> channel : SharedChannel.deal(opened, watching.size())) {
            devices.add(new UdpDevice(system, watching.get(devices.size()), channel, opening));
        }
        abandonUnlessAllowed(devices);
        UdpGroup group = new UdpGroup(devices, devices.get(0).localAddress());
        devices.forEach(UdpDevice::open);
        return group;
    }

    UdpDevice udpClient(InetSocketAddress local, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.UDPCLI, handler, context);
        InetSocketAddress address = local == null ? new InetSocketAddress(0) : local;
        checkResolved(address);
        DatagramChannel channel = Listening.udp(address, 1).get(0);
        UdpDevice device = new UdpDevice(system, binding.opening(), SharedChannel.alone(channel), opening);
        claim(device);
        device.open();
        return device;
    }

    // -- connections

    TcpDevice tcpConnection(InetSocketAddress remote, ConnectOptions options, IOHandler handler, Object context)
            throws IOException {
        IODevice.Opening opening = opening(FdType.CONNECTED, handler, context);
        InetAddress address = remote.isUnresolved() ? Literal.parse(remote.getHostString()) : remote.getAddress();
        SocketChannel channel = address == null ? null : options.openChannel();
        TcpDevice device = new TcpDevice(system, binding.opening(), channel, opening);
        claim(device);
        if (address == null) {
            device.connect(new NamedConnect(device, remote.getHostString(), remote.getPort(), options));
        } else {
            device.connect(new InetSocketAddress(address, remote.getPort()), options.timeoutMs(config));
        }
        return device;
    }

    UnixDevice unixConnection(Path path, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.USOCK_CONNECTED, handler, context);
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.configureBlocking(false);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        UnixDevice device = new UnixDevice(system, binding.opening(), channel, opening);
        claim(device);
        device.connect(UnixDomainSocketAddress.of(path));
        return device;
    }

    // -- what the program or the process has already

    ChannelDevice channel(SelectableChannel channel, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.FILEDEV, handler, context);
        ChannelDevice device = ChannelDevice.prepare(system, binding.opening(), channel, opening);
        claim(device);
        device.open();
        return device;
    }

    StdinDevice stdin(StreamThread stream, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.STDIN, handler, context);
        StdinDevice device = new StdinDevice(system, binding.opening(), stream, opening);
        claim(device);
        device.open();
        return device;
    }

    StdoutDevice stdout(StreamThread stream, IOHandler handler, Object context) throws IOException {
        IODevice.Opening opening = opening(FdType.STDOUT, handler, context);
        StdoutDevice device = new StdoutDevice(system, binding.opening(), stream, opening);
        claim(device);
        device.open();
        return device;
    }

    // -- what all of them do

    private IODevice.Opening opening(FdType fdType, IOHandler handler, Object context) {
        IODevice.Opening opening = new IODevice.Opening(fdType, handler, context);
        system.checkRunning();
        return opening;
    }

    private static int sockets(Bind bind, List<Pump> watching) {
        return bind.kind() == Bind.Kind.ALL ? 1 : watching.size();
    }

    private static void checkResolved(InetSocketAddress address) {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address=" + address
                    + " is unresolved: names are not looked up here, give an address made from its literal form");
        }
    }

    /** Whoever opens a device in a worker's callback has it on that worker. */
    private void claim(IODevice device) throws IOException {
        abandonUnlessAllowed(List.of(device));
        Worker worker = system.runningWorker();
        if (worker != null) {
            device.pinOnce(worker);
        }
    }

    /**
     * The pump counts a device from its making on, and is drained only when it counts none. So either this sees that the
     * system stops, or the pump waits for the device. The same way the last place is given to one only.
     */
    private void abandonUnlessAllowed(List<? extends IODevice> opened) throws IOException {
        if (system.isStopping()) {
            opened.forEach(IODevice::abandonOpening);
            system.checkRunning();
        }
        descriptors.abandonIfExceeded(opened);
    }
}
