package io.epump;

import io.epump.dns.ResolverConfig;
import io.epump.sched.DispatchPolicy;
import io.epump.sched.FailureHandler;
import io.epump.sched.SlowCallback;
import io.epump.sched.WaitStrategy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The settings of an {@link EPump}. Immutable; made by a {@link Builder}, which says what each is, its unit and default.
 */
public final class EPumpConfig {
    private static final int MAX_OWNERS = 1024;
    private static final int MAX_RING_SIZE = 1 << 24;

    private final String name;
    private final int pumps;
    private final int workers;
    private final int ringSize;
    private final WaitStrategy waitStrategy;
    private final DispatchPolicy dispatchPolicy;
    private final boolean reusePort;
    private final boolean spreadAccepted;
    private final int acceptors;
    private final int backlog;
    private final int bufferBytes;
    private final int pooledBuffers;
    private final int readBytesPerEvent;
    private final int writtenBytesPerEvent;
    private final int acceptsPerEvent;
    private final long highWatermarkBytes;
    private final long lowWatermarkBytes;
    private final int maxUserEvents;
    private final int maxDescriptors;
    private final boolean jmx;
    private final Duration slowCallback;
    private final Duration holdLimit;
    private final Duration acceptRetry;
    private final Duration acceptPause;
    private final Duration hookInterval;
    private final Duration lingerTime;
    private final Duration lingerIdle;
    private final long lingerBytes;
    private final Duration connectTimeout;
    private final ResolverConfig resolver;
    private final ThreadFactory threadFactory;
    private final FailureHandler failureHandler;
    private final Consumer<SlowCallback> slowCallbackHandler;
    private final Consumer<EPump> stopHandler;
    private final BooleanSupplier stopReady;

    private EPumpConfig(Builder b) {
        name = b.name;
        pumps = b.pumps;
        workers = b.workers;
        ringSize = b.ringSize;
        waitStrategy = b.waitStrategy != null ? b.waitStrategy : defaultWaitStrategy(pumps + workers);
        dispatchPolicy = b.dispatchPolicy;
        reusePort = b.reusePort;
        spreadAccepted = b.spreadAccepted;
        acceptors = b.acceptors;
        if (acceptors >= pumps) {
            throw new IllegalArgumentException(
                    "acceptors=" + acceptors + " leaves none of " + pumps + " pumps to serve");
        }
        backlog = b.backlog;
        bufferBytes = b.bufferBytes;
        pooledBuffers = b.pooledBuffers;
        readBytesPerEvent = b.readBytesPerEvent;
        writtenBytesPerEvent = b.writtenBytesPerEvent;
        acceptsPerEvent = b.acceptsPerEvent;
        highWatermarkBytes = b.highWatermarkBytes;
        lowWatermarkBytes = b.lowWatermarkBytes;
        maxUserEvents = b.maxUserEvents;
        maxDescriptors = b.maxDescriptors;
        jmx = b.jmx;
        slowCallback = b.slowCallback;
        holdLimit = b.holdLimit;
        acceptRetry = b.acceptRetry;
        acceptPause = b.acceptPause;
        hookInterval = b.hookInterval;
        lingerTime = b.lingerTime;
        lingerIdle = b.lingerIdle;
        lingerBytes = b.lingerBytes;
        connectTimeout = b.connectTimeout;
        resolver = b.resolver;
        threadFactory = b.threadFactory;
        failureHandler = b.failureHandler;
        slowCallbackHandler = b.slowCallbackHandler;
        stopHandler = b.stopHandler;
        stopReady = b.stopReady;
    }

    private static WaitStrategy defaultWaitStrategy(int threads) {
        return threads >= cores() ? WaitStrategy.PARK : WaitStrategy.SPIN_THEN_PARK;
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /**
     * The defaults: the fast model, one pump per core.
     *
     * @return a builder to change them
     */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects settings; each setter checks its value and answers the builder. Not for several threads at once. */
    public static final class Builder {
        private String name = "epump";
        private int pumps = cores();
        private int workers;
        private int ringSize = 4096;
        private WaitStrategy waitStrategy;
        private DispatchPolicy dispatchPolicy = DispatchPolicy.LEAST_LOAD;
        private boolean reusePort = true;
        private boolean spreadAccepted;
        private int acceptors;
        private int backlog = 511;
        private int bufferBytes = 16 * 1024;
        private int pooledBuffers = 1024;
        private int readBytesPerEvent = 256 * 1024;
        private int writtenBytesPerEvent = 1024 * 1024;
        private int acceptsPerEvent = 64;
        private long highWatermarkBytes = 256 * 1024;
        private long lowWatermarkBytes = 64 * 1024;
        private int maxUserEvents = 1 << 20;
        private int maxDescriptors;
        private boolean jmx;
        private Duration slowCallback = Duration.ofMillis(200);
        private Duration holdLimit = Duration.ofMillis(2);
        private Duration acceptRetry = Duration.ofMillis(5);
        private Duration acceptPause = Duration.ofMillis(100);
        private Duration hookInterval = Duration.ofMillis(10);
        private Duration lingerTime = Duration.ofSeconds(30);
        private Duration lingerIdle = Duration.ofSeconds(5);
        private long lingerBytes = 16 << 20;
        private Duration connectTimeout = Duration.ofSeconds(30);
        private ResolverConfig resolver = ResolverConfig.builder().build();
        private ThreadFactory threadFactory = Thread::new;
        private FailureHandler failureHandler = LoggedReports::failure;
        private Consumer<SlowCallback> slowCallbackHandler = LoggedReports::slowCallback;
        private Consumer<EPump> stopHandler;
        private BooleanSupplier stopReady;

        private Builder() {}

        private static int between(String what, long value, long least, long most) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(what + "=" + value + " is not between " + least + " and " + most);
            }
            return (int) value;
        }

        private static Duration positive(String what, Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException(what + "=" + value + " is not between 1 ns and 365 days");
            }
            return value;
        }

        /**
         * Beginning of the names of the threads; default {@code epump}.
         *
         * @param value the name
         * @return this
         */
        public Builder name(String value) {
            name = Objects.requireNonNull(value, "name");
            return this;
        }

        /**
         * How many pumps; default one per core.
         *
         * @param value 1 to 1024
         * @return this
         */
        public Builder pumps(int value) {
            pumps = between("pumps", value, 1, MAX_OWNERS);
            return this;
        }

        /**
         * How many pumps, as a share of the cores, rounded, at least one.
         *
         * @param percent 1 to 1000
         * @return this
         */
        public Builder pumpsPercentOfCores(int percent) {
            return pumps(share("pumpsPercentOfCores", percent));
        }

        /**
         * How many workers; 0, the default, is the fast model: the pumps run the callbacks.
         *
         * @param value 0 to 1024
         * @return this
         */
        public Builder workers(int value) {
            workers = between("workers", value, 0, MAX_OWNERS);
            return this;
        }

        /**
         * How many workers, as a share of the cores, rounded, at least one.
         *
         * @param percent 1 to 1000
         * @return this
         */
        public Builder workersPercentOfCores(int percent) {
            return workers(share("workersPercentOfCores", percent));
        }

        private static int share(String what, int percent) {
            return Math.max(1, Math.round(cores() * between(what, percent, 1, 1000) / 100f));
        }

        /**
         * Slots of each worker's ring; default 4096.
         *
         * @param value a power of two, 1 to 2^24
         * @return this
         */
        public Builder ringSize(int value) {
            if (Integer.bitCount(between("ringSize", value, 1, MAX_RING_SIZE)) != 1) {
                throw new IllegalArgumentException("ringSize=" + value + " is not a power of two");
            }
            ringSize = value;
            return this;
        }

        /**
         * How workers wait. Default: park at once when pumps and workers fill the cores, else spin a little first.
         *
         * @param value the strategy
         * @return this
         */
        public Builder waitStrategy(WaitStrategy value) {
            waitStrategy = Objects.requireNonNull(value, "waitStrategy");
            return this;
        }

        /**
         * Chooses the worker of a new device; default least load.
         *
         * @param value the policy
         * @return this
         */
        public Builder dispatchPolicy(DispatchPolicy value) {
            dispatchPolicy = Objects.requireNonNull(value, "dispatchPolicy");
            return this;
        }

        /**
         * Whether each pump gets a listening socket of its own where the system can do that (SO_REUSEPORT on Linux); default
         * true. If false one socket is shared: its connections then go to the least loaded pump.
         *
         * @param value whether to
         * @return this
         */
        public Builder reusePort(boolean value) {
            reusePort = value;
            return this;
        }

        /**
         * Whether accepted connections go to the least loaded pump instead of the one whose listener accepted them; default
         * false. For few, long-lived connections, which SO_REUSEPORT may spread unevenly.
         *
         * @param value whether to
         * @return this
         */
        public Builder spreadAccepted(boolean value) {
            spreadAccepted = value;
            return this;
        }

        /**
         * How many pumps only listen and accept: the first ones. Listeners are theirs, connections and all other devices the other
         * pumps', unless a {@link Bind} says otherwise. Default 0: every pump does both.
         *
         * @param value 0, or less than there are pumps
         * @return this
         */
        public Builder acceptors(int value) {
            acceptors = between("acceptors", value, 0, MAX_OWNERS);
            return this;
        }

        /**
         * Connections the kernel may queue for each listener; default 511.
         *
         * @param value 1 to 65535
         * @return this
         */
        public Builder backlog(int value) {
            backlog = between("backlog", value, 1, 65_535);
            return this;
        }

        /**
         * Size of the pooled buffers in bytes; default 16 KiB.
         *
         * @param value 512 bytes to 16 MiB
         * @return this
         */
        public Builder bufferBytes(int value) {
            bufferBytes = between("bufferBytes", value, 512, 16 << 20);
            return this;
        }

        /**
         * Free buffers that each pump and worker keeps at most; default 1024.
         *
         * @param value 0 to a million
         * @return this
         */
        public Builder pooledBuffers(int value) {
            pooledBuffers = between("pooledBuffers", value, 0, 1_000_000);
            return this;
        }

        /**
         * Bytes that one event may read; default 256 KiB.
         *
         * @param value 1 byte to 1 GiB
         * @return this
         */
        public Builder readBytesPerEvent(int value) {
            readBytesPerEvent = between("readBytesPerEvent", value, 1, 1 << 30);
            return this;
        }

        /**
         * Queued bytes that one event may write; default 1 MiB.
         *
         * @param value 1 byte to 1 GiB
         * @return this
         */
        public Builder writtenBytesPerEvent(int value) {
            writtenBytesPerEvent = between("writtenBytesPerEvent", value, 1, 1 << 30);
            return this;
        }

        /**
         * Connections that one event may accept; default 64.
         *
         * @param value 1 to 65536
         * @return this
         */
        public Builder acceptsPerEvent(int value) {
            acceptsPerEvent = between("acceptsPerEvent", value, 1, 65_536);
            return this;
        }

        /**
         * When the source of what is written has to pause and may go on; default 256 and 64 KiB.
         *
         * @param lowBytes at or below this it may go on, 0 or more
         * @param highBytes above this it has to pause, at least {@code lowBytes}
         * @return this
         */
        public Builder watermarks(long lowBytes, long highBytes) {
            if (lowBytes < 0 || highBytes < lowBytes) {
                throw new IllegalArgumentException("lowBytes=" + lowBytes + " highBytes=" + highBytes);
            }
            lowWatermarkBytes = lowBytes;
            highWatermarkBytes = highBytes;
            return this;
        }

        /**
         * User events that may be under way to each pump or worker; default a million. More are refused.
         *
         * @param value at least 1
         * @return this
         */
        public Builder maxUserEvents(int value) {
            maxUserEvents = between("maxUserEvents", value, 1, Integer.MAX_VALUE / 2);
            return this;
        }

        /**
         * Descriptors that the devices of the system may have open together; by default as many as the process may have. {@link
         * EPump#start} refuses more than that. At the bound opening throws IOException, and accepting pauses as it does when the
         * system has none left.
         *
         * @param value at least 1; leave some of the process's for its files and the pumps' selectors
         * @return this
         */
        public Builder maxDescriptors(int value) {
            maxDescriptors = between("maxDescriptors", value, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Whether the system shows itself to JMX while it runs ({@link io.epump.metrics.EPumpMXBean}); default false.
         *
         * @param value whether to
         * @return this
         */
        public Builder jmx(boolean value) {
            jmx = value;
            return this;
        }

        /**
         * From when on a callback is reported as slow; default 200 ms. They are looked for twice in that time, but at least
         * ten times a second.
         *
         * @param value at least 20 ms
         * @return this
         */
        public Builder slowCallback(Duration value) {
            if (positive("slowCallback", value).toMillis() < 20) {
                throw new IllegalArgumentException("slowCallback=" + value + " is less than 20 ms");
            }
            slowCallback = value;
            return this;
        }

        /**
         * After how long an ACCEPT that its worker has not taken up is given to another one; default 5 ms.
         *
         * @param value more than 0
         * @return this
         */
        public Builder acceptRetry(Duration value) {
            acceptRetry = positive("acceptRetry", value);
            return this;
        }

        /**
         * How long a pump waits for a worker at most before it selects again, while every worker is busy: to select sooner finds
         * nobody to take what it tells, and costs more for each event. Default 2 ms; without workers of no meaning.
         *
         * @param value at most 1 s; 0 for never
         * @return this
         */
        public Builder holdLimit(Duration value) {
            if (value.isNegative() || value.compareTo(Duration.ofSeconds(1)) > 0) {
                throw new IllegalArgumentException("holdLimit=" + value + " is not between 0 and 1 s");
            }
            holdLimit = value;
            return this;
        }

        /**
         * For how long a listener is paused after accept has failed; default 100 ms.
         *
         * @param value more than 0
         * @return this
         */
        public Builder acceptPause(Duration value) {
            acceptPause = positive("acceptPause", value);
            return this;
        }

        /**
         * How long a pump that has a hook sleeps at most before it evaluates the hook's condition again; default 10 ms.
         *
         * @param value more than 0; whole milliseconds are slept, so less than one counts as one
         * @return this
         */
        public Builder hookInterval(Duration value) {
            hookInterval = positive("hookInterval", value);
            return this;
        }

        /**
         * For how long in all a lingering close reads what the peer still sends, once its own stream has ended; and for how long
         * the peer may take nothing of what is still to be sent; default 30 s.
         *
         * @param value more than 0
         * @return this
         */
        public Builder lingerTime(Duration value) {
            lingerTime = positive("lingerTime", value);
            return this;
        }

        /**
         * For how long a lingering close waits when the peer sends nothing; default 5 s.
         *
         * @param value more than 0
         * @return this
         */
        public Builder lingerIdle(Duration value) {
            lingerIdle = positive("lingerIdle", value);
            return this;
        }

        /**
         * Bytes of the peer's that a lingering close reads and drops at most; default 16 MiB.
         *
         * @param value 0 bytes to 1 TiB
         * @return this
         */
        public Builder lingerBytes(long value) {
            if (value < 0 || value > 1L << 40) {
                throw new IllegalArgumentException("lingerBytes=" + value + " is not between 0 and " + (1L << 40));
            }
            lingerBytes = value;
            return this;
        }

        /**
         * How long a TCP connect may take in all, the search for the name included, unless told otherwise for the one connect;
         * default 30 s.
         *
         * @param value more than 0
         * @return this
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = positive("connectTimeout", value);
            return this;
        }

        /**
         * How names are looked for; by default as the system's files say.
         *
         * @param value the settings of the resolver
         * @return this
         */
        public Builder resolver(ResolverConfig value) {
            resolver = Objects.requireNonNull(value, "resolver");
            return this;
        }

        /**
         * Makes the threads; default {@code Thread::new}. The library sets their names.
         *
         * @param value the factory
         * @return this
         */
        public Builder threadFactory(ThreadFactory value) {
            threadFactory = Objects.requireNonNull(value, "threadFactory");
            return this;
        }

        /**
         * Takes what callbacks throw; by default it is logged.
         *
         * @param value the handler
         * @return this
         */
        public Builder failureHandler(FailureHandler value) {
            failureHandler = Objects.requireNonNull(value, "failureHandler");
            return this;
        }

        /**
         * Takes the reports of slow callbacks; by default they are logged.
         *
         * @param value the handler, called on a thread of its own
         * @return this
         */
        public Builder slowCallbackHandler(Consumer<SlowCallback> value) {
            slowCallbackHandler = Objects.requireNonNull(value, "slowCallbackHandler");
            return this;
        }

        /**
         * Told when the system stops, after the listeners have closed and before anything else does: the program may finish
         * its connections until a second of the stop's time is left, or a quarter of it if that is less. By default nothing
         * is waited for.
         *
         * @param value the handler, called on the thread that stops
         * @return this
         */
        public Builder stopHandler(Consumer<EPump> value) {
            stopHandler = Objects.requireNonNull(value, "stopHandler");
            return this;
        }

        /**
         * When the program has finished its connections after the stop handler, so that the rest may be given up. By default
         * when no device is left.
         *
         * @param value asked about every millisecond, on the thread that stops
         * @return this
         */
        public Builder stopReady(BooleanSupplier value) {
            stopReady = Objects.requireNonNull(value, "stopReady");
            return this;
        }

        /**
         * The settings.
         *
         * @return immutable
         */
        public EPumpConfig build() {
            return new EPumpConfig(this);
        }
    }

    /**
     * Beginning of the names of the threads.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * How many pumps.
     *
     * @return at least 1
     */
    public int pumps() {
        return pumps;
    }

    /**
     * How many workers.
     *
     * @return 0 for the fast model
     */
    public int workers() {
        return workers;
    }

    /**
     * Slots of each ring.
     *
     * @return a power of two
     */
    public int ringSize() {
        return ringSize;
    }

    WaitStrategy waitStrategy() {
        return waitStrategy;
    }

    DispatchPolicy dispatchPolicy() {
        return dispatchPolicy;
    }

    boolean reusePort() {
        return reusePort;
    }

    int acceptors() {
        return acceptors;
    }

    boolean spreadAccepted() {
        return spreadAccepted;
    }

    int backlog() {
        return backlog;
    }

    int bufferBytes() {
        return bufferBytes;
    }

    int pooledBuffers() {
        return pooledBuffers;
    }

    int readBytesPerEvent() {
        return readBytesPerEvent;
    }

    int writtenBytesPerEvent() {
        return writtenBytesPerEvent;
    }

    int acceptsPerEvent() {
        return acceptsPerEvent;
    }

    long highWatermarkBytes() {
        return highWatermarkBytes;
    }

    long lowWatermarkBytes() {
        return lowWatermarkBytes;
    }

    int maxUserEvents() {
        return maxUserEvents;
    }

    /** 0 for no bound of our own. */
    int maxDescriptors() {
        return maxDescriptors;
    }

    boolean jmx() {
        return jmx;
    }

    Duration slowCallback() {
        return slowCallback;
    }

    Duration holdLimit() {
        return holdLimit;
    }

    Duration acceptRetry() {
        return acceptRetry;
    }

    Duration acceptPause() {
        return acceptPause;
    }

    Duration hookInterval() {
        return hookInterval;
    }

    Duration lingerTime() {
        return lingerTime;
    }

    Duration lingerIdle() {
        return lingerIdle;
    }

    long lingerBytes() {
        return lingerBytes;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    ResolverConfig resolver() {
        return resolver;
    }

    ThreadFactory threadFactory() {
        return threadFactory;
    }

    FailureHandler failureHandler() {
        return failureHandler;
    }

    Consumer<SlowCallback> slowCallbackHandler() {
        return slowCallbackHandler;
    }

    Consumer<EPump> stopHandler() {
        return stopHandler;
    }

    /** Null when the program waits for no devices. */
    BooleanSupplier stopReady() {
        return stopReady;
    }
}
