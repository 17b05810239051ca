package io.epump;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How a TCP connection is to be opened. Immutable, for as many connects as one likes; made by a {@link Builder}, which says what
 * each is, its unit and default.
 */
public final class ConnectOptions {
    /** Nothing but defaults. */
    public static final ConnectOptions DEFAULT = builder().build();

    private final InetSocketAddress local;
    private final Duration timeout;
    private final Duration attemptDelay;
    private final Map<SocketOption<?>, Object> socketOptions;

    private ConnectOptions(Builder b) {
        local = b.local;
        timeout = b.timeout;
        attemptDelay = b.attemptDelay;
        socketOptions = Map.copyOf(b.socketOptions);
    }

    /**
     * The defaults.
     *
     * @return a builder to change them
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; each setter checks its value and answers the builder. Not for several threads at once. */
    public static final class Builder {
        private static final Duration LONGEST = Duration.ofDays(365);

        private InetSocketAddress local;
        private Duration timeout;
        private Duration attemptDelay = Duration.ofMillis(250);
        private final Map<SocketOption<?>, Object> socketOptions = new LinkedHashMap<>();

        private Builder() {
            socketOptions.put(StandardSocketOptions.TCP_NODELAY, true);
        }

        /**
         * The address of this side; by default any. Unless it is the wildcard, only remote addresses of its family are tried.
         *
         * @param value a resolved address, port 0 for any; null for the default
         * @return this
         */
        public Builder local(InetSocketAddress value) {
            if (value != null && value.isUnresolved()) {
                throw new IllegalArgumentException("local=" + value + " is unresolved");
            }
            local = value;
            return this;
        }

        /**
         * How long the connect may take in all, the search for the name included; default {@link EPumpConfig}'s.
         *
         * @param value 1 ms to 365 days
         * @return this
         */
        public Builder timeout(Duration value) {
            timeout = between("timeout", value, Duration.ofMillis(1));
            return this;
        }

        /**
         * How long to wait for one address before the next is tried beside it (RFC 8305 section 5); default 250 ms.
         *
         * @param value 10 ms to 365 days
         * @return this
         */
        public Builder attemptDelay(Duration value) {
            attemptDelay = between("attemptDelay", value, Duration.ofMillis(10));
            return this;
        }

        private static Duration between(String what, Duration value, Duration least) {
            if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException(what + "=" + value + " is not between " + least + " and " + LONGEST);
            }
            return value;
        }

        /**
         * Sets an option of the socket, before it is bound and connected. TCP_NODELAY is on by default.
         *
         * @param option for example {@link StandardSocketOptions#SO_RCVBUF}
         * @param value its value
         * @param <T> the option's type
         * @return this
         */
        public <T> Builder option(SocketOption<T> option, T value) {
            socketOptions.put(Objects.requireNonNull(option, "option"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /**
         * The settings.
         *
         * @return immutable
         */
        public ConnectOptions build() {
            return new ConnectOptions(this);
        }
    }

    /** A socket that is ready to be connected, with all this set. */
    SocketChannel openChannel() throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.configureBlocking(false);
            for (Map.Entry<SocketOption<?>, Object> entry : socketOptions.entrySet()) {
                set(channel, entry.getKey(), entry.getValue());
            }
            if (local != null) {
                if (local.getPort() != 0) {
                    // Attempts beside each other, and after each other, have the same port here and other addresses
                    // there.
                    channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                }
                channel.bind(local);
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // the builder has put them together
    private static <T> void set(SocketChannel channel, SocketOption<T> option, Object value) throws IOException {
        channel.setOption(option, (T) value);
    }

    /** Whether remote addresses of another family cannot be reached from the local one. */
    boolean isOtherFamily(InetSocketAddress remote) {
        return local != null
                && !local.getAddress().isAnyLocalAddress()
                && local.getAddress().getClass() != remote.getAddress().getClass();
    }

    long timeoutMs(EPumpConfig config) {
        return roundedUpMs(timeout == null ? config.connectTimeout() : timeout);
    }

    long attemptDelayMs() {
        return roundedUpMs(attemptDelay);
    }

    private static long roundedUpMs(Duration duration) {
        return duration.plusNanos(999_999).toMillis();
    }
}
