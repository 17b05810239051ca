package io.epump;

import java.io.IOException;
import java.nio.channels.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A channel that several devices watch, each on its pump: the last one to let it go closes it.
 *
 * <p>Threading: any thread.
 *
 * @param <C> the channel's type
 */
final class SharedChannel<C extends Channel> {
    private final C channel;
    private final AtomicInteger holders;

    private SharedChannel(C channel, int holders) {
        this.channel = channel;
        this.holders = new AtomicInteger(holders);
    }

    /**
     * Deals channels out to devices.
     *
     * @param channels one for each device, or one for all
     * @param devices how many
     * @return one for each device
     */
    static <C extends Channel> List<SharedChannel<C>> deal(List<C> channels, int devices) {
        List<SharedChannel<C>> each = channels.stream()
                .map(c -> new SharedChannel<>(c, devices / channels.size()))
                .toList();
        List<SharedChannel<C>> dealt = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            dealt.add(each.get(i % each.size()));
        }
        return dealt;
    }

    static <C extends Channel> SharedChannel<C> alone(C channel) {
        return new SharedChannel<>(channel, 1);
    }

    C channel() {
        return channel;
    }

    /** Whether one device holds it. */
    boolean isAlone() {
        return holders.get() == 1;
    }

    /** One holder less. Called once by each. */
    void release() throws IOException {
        if (holders.decrementAndGet() == 0) {
            channel.close();
        }
    }
}
