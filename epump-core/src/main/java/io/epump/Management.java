package io.epump;

import io.epump.metrics.EPumpMXBean;
import io.epump.metrics.PumpView;
import io.epump.metrics.WorkerView;
import io.epump.sched.OwnerCounter;
import java.lang.management.ManagementFactory;
import java.util.List;
import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * A system as JMX shows it. Made only if it is configured, since the platform's server takes its time to start.
 *
 * <p>Threading: any thread. A system that is stopped while it is started is registered and unregistered, or neither.
 */
final class Management implements EPumpMXBean {
    private final EPump system;
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    // under this object's lock
    private ObjectName registeredName;
    private boolean ended;

    Management(EPump system) {
        this.system = system;
    }

    /** Registers under the system's name, or that with a number behind it when another has it. */
    synchronized void register() {
        String name = system.config().name();
        for (int number = 2; registeredName == null && !ended; number++) {
            ObjectName tried = objectName(name);
            try {
                server.registerMBean(this, tried);
                registeredName = tried;
            } catch (InstanceAlreadyExistsException taken) {
                name = system.config().name() + "-" + number;
            } catch (JMException e) {
                throw new IllegalStateException("jmx: cannot register " + tried, e);
            }
        }
    }

    private static ObjectName objectName(String name) {
        try {
            return new ObjectName("io.epump:type=EPump,name=" + ObjectName.quote(name));
        } catch (JMException e) {
            throw new IllegalStateException("jmx: name=" + name, e);
        }
    }

    synchronized void unregister() {
        ended = true;
        if (registeredName == null) {
            return;
        }
        ObjectName mine = registeredName;
        registeredName = null; // a later stop must not take it from whoever has the name by then
        try {
            server.unregisterMBean(mine);
        } catch (InstanceNotFoundException ignored) { // somebody else, or an earlier call, has done it
            return;
        } catch (JMException e) {
            throw new IllegalStateException("jmx: cannot unregister " + mine, e);
        }
    }

    @Override
    public String getName() {
        return system.config().name();
    }

    @Override
    public long getUpMs() {
        return EPump.toMs(system.statistics().upNs());
    }

    @Override
    public int getDevices() {
        return system.statistics().devices();
    }

    @Override
    public int getTimers() {
        return system.statistics().timers();
    }

    @Override
    public long getBuffersInUse() {
        return system.statistics().buffersInUse();
    }

    @Override
    public long getCoalesced() {
        return system.statistics().coalesced();
    }

    @Override
    public long getStale() {
        return system.statistics().stale();
    }

    @Override
    public long getSpilled() {
        return system.statistics().spilled();
    }

    @Override
    public long getWakeups() {
        return system.statistics().wakeups();
    }

    @Override
    public long getAcceptPauses() {
        return system.statistics().acceptPauses();
    }

    @Override
    public long getOpeningsRefused() {
        return system.statistics().openingsRefused();
    }

    @Override
    public long getFailures() {
        return system.statistics().sum(OwnerCounter.FAILURES);
    }

    @Override
    public long getSlowCallbacks() {
        return system.statistics().slowCallbacks();
    }

    @Override
    public List<PumpView> getPumps() {
        return system.statistics().pumps().stream()
                .<PumpView>map(ShownPump::new)
                .toList();
    }

    @Override
    public List<WorkerView> getWorkers() {
        return system.statistics().workers().stream()
                .<WorkerView>map(ShownWorker::new)
                .toList();
    }

    @Override
    public String dump() {
        return system.dump();
    }
}
