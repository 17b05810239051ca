package io.epump;

import io.epump.EPumpStatistics.PumpFigures;
import io.epump.metrics.PumpView;

/** Figures of a pump under the names that JMX asks for. */
record ShownPump(PumpFigures figures) implements PumpView {
    @Override
    public String getName() {
        return figures.name();
    }

    @Override
    public int getDevices() {
        return figures.devices();
    }

    @Override
    public int getTimers() {
        return figures.timers();
    }

    @Override
    public long getTurns() {
        return figures.turns();
    }

    @Override
    public long getEventsHandled() {
        return figures.eventsHandled();
    }

    @Override
    public long getSelectNs() {
        return figures.selectNs();
    }

    @Override
    public long getEventsNs() {
        return figures.eventsNs();
    }

    @Override
    public long getTimersNs() {
        return figures.timersNs();
    }

    @Override
    public long getMailboxNs() {
        return figures.mailboxNs();
    }

    @Override
    public long getLongestTurnNs() {
        return figures.longestTurnNs();
    }
}
