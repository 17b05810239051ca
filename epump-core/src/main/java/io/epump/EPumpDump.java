package io.epump;

import io.epump.pump.Pump;
import io.epump.sched.Worker;
import io.epump.sched.WorkerLoad;
import io.epump.sched.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The state of a system as text. Any thread; what a pump owns is described by the pump. */
final class EPumpDump {
    private static final int MAX_DEVICES_PER_PUMP = 1000;
    private static final long WAIT_MS = 1000;

    private EPumpDump() {}

    static String of(EPump system, List<Pump> pumps, WorkerPool workers) {
        StringBuilder text = new StringBuilder();
        text.append(system).append(System.lineSeparator());
        for (OpenListener listener : system.listening()) {
            text.append(listener).append(System.lineSeparator());
        }
        EPumpStatistics figures = system.statistics();
        describe(text, figures);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        for (Pump pump : pumps) {
            answers.add(pump.description(MAX_DEVICES_PER_PUMP));
        }
        for (int i = 0; i < pumps.size(); i++) {
            text.append(answer(pumps.get(i), answers.get(i)));
        }
        for (int i = 0; workers != null && i < workers.size(); i++) {
            describe(text, figures.workers().get(i), workers.worker(i));
        }
        return text.toString();
    }

    private static void describe(StringBuilder into, EPumpStatistics all) {
        into.append(String.format(
                Locale.ROOT,
                "upMs=%d devices=%d timers=%d buffersInUse=%d coalesced=%d stale=%d spilled=%d wakeups=%d acceptPauses=%d"
                        + " openingsRefused=%d slowCallbacks=%d%n",
                EPump.toMs(all.upNs()),
                all.devices(),
                all.timers(),
                all.buffersInUse(),
                all.coalesced(),
                all.stale(),
                all.spilled(),
                all.wakeups(),
                all.acceptPauses(),
                all.openingsRefused(),
                all.slowCallbacks()));
    }

    private static String answer(Pump pump, CompletableFuture<String> answer) {
        try {
            return answer.get(WAIT_MS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return pump.name() + ": gave no answer within " + WAIT_MS + " ms" + System.lineSeparator();
        } catch (ExecutionException e) {
            return pump.name() + ": " + e.getCause() + System.lineSeparator();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return pump.name() + ": not asked, the asking thread was interrupted" + System.lineSeparator();
        }
    }

    private static void describe(StringBuilder into, EPumpStatistics.WorkerFigures figures, Worker worker) {
        WorkerLoad load = figures.load();
        into.append(String.format(
                Locale.ROOT,
                "%s: queued=%d handled=%d pinned=%d load=%d (queued %d, busy %d, handled %d) busyMs=%d busyShare=%.3f"
                        + " longestCallbackMs=%d spilled=%d userEvents=%d runs=%s%n  %s%n",
                figures.name(),
                figures.queued(),
                figures.eventsHandled(),
                figures.pinned(),
                load.points(),
                load.queuedPoints(),
                load.busyPoints(),
                load.handledPoints(),
                EPump.toMs(figures.busyNs()),
                figures.busyShare(),
                EPump.toMs(figures.longestCallbackNs()),
                figures.spilled(),
                figures.userEvents(),
                worker.runningSource(),
                worker.counters()));
    }
}
