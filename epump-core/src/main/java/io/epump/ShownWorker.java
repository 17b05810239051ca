package io.epump;

import io.epump.EPumpStatistics.WorkerFigures;
import io.epump.metrics.WorkerView;

/** Figures of a worker under the names that JMX asks for. */
record ShownWorker(WorkerFigures figures) implements WorkerView {
    @Override
    public String getName() {
        return figures.name();
    }

    @Override
    public int getLoad() {
        return figures.load().points();
    }

    @Override
    public int getLoadQueued() {
        return figures.load().queuedPoints();
    }

    @Override
    public int getLoadBusy() {
        return figures.load().busyPoints();
    }

    @Override
    public int getLoadHandled() {
        return figures.load().handledPoints();
    }

    @Override
    public long getQueued() {
        return figures.queued();
    }

    @Override
    public long getEventsHandled() {
        return figures.eventsHandled();
    }

    @Override
    public int getPinned() {
        return figures.pinned();
    }

    @Override
    public double getBusyShare() {
        return figures.busyShare();
    }

    @Override
    public long getLongestCallbackNs() {
        return figures.longestCallbackNs();
    }

    @Override
    public long getSpilled() {
        return figures.spilled();
    }
}
