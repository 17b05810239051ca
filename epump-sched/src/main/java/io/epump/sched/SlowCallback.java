package io.epump.sched;

import java.util.List;

/**
 * A callback that runs for too long, as the {@link Watchdog} found it.
 *
 * @param owner who runs it
 * @param source whose callback it is
 * @param runningNs for how long it had run when it was found
 * @param stack where its thread was at that moment; empty when the thread was not known
 */
public record SlowCallback(Owner owner, EventSource source, long runningNs, List<StackTraceElement> stack) {
    /**
     * The report in full.
     *
     * @return several lines: owner, source, time, stack
     */
    public String describe() {
        StringBuilder text = new StringBuilder()
                .append("slow callback: ")
                .append(owner.name())
                .append(" runs one of ")
                .append(source)
                .append(" since ")
                .append(runningNs / 1_000_000)
                .append(" ms");
        for (StackTraceElement frame : stack) {
            text.append(System.lineSeparator()).append("    at ").append(frame);
        }
        return text.toString();
    }
}
