package io.epump.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.epump.EPump;
import io.epump.EPumpConfig;
import io.epump.EPumpStatistics;
import io.epump.ListenerGroup;
import io.epump.metrics.EPumpMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What JMX shows of a system, and for how long. */
class ManagementTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();

    @RegisterExtension
    final Rig rig = new Rig();

    private static Set<String> registered() throws Exception {
        return SERVER.queryNames(new ObjectName("io.epump:type=EPump,*"), null).stream()
                .map(name -> ObjectName.unquote(name.getKeyProperty("name")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static ObjectName nameOf(EPump system) throws Exception {
        return new ObjectName("io.epump:type=EPump,name=\"" + system.config().name() + "\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldShowTheFiguresWhileTheSystemRuns(int workers) throws Exception {
        EPump system = rig.start(rig.settings(2, workers).jmx(true));
        ListenerGroup listening = rig.echo(system, 0);
        Peer peer = rig.closeLater(Peer.connect(listening.port()));
        peer.sendAndExpect("hello");
        system.startTimer(600_000, 0, null, (context, source, event, fdType) -> {}, null);
        EPumpMXBean bean = JMX.newMXBeanProxy(SERVER, nameOf(system), EPumpMXBean.class);
        rig.await(() -> bean.getTimers() == 1, "the timer alone: the listener has had one of its own for a moment");

        EPumpStatistics statistics = system.statistics();
        assertEquals(system.config().name(), bean.getName());
        assertEquals(statistics.devices(), bean.getDevices());
        assertEquals(0, bean.getFailures() + bean.getSlowCallbacks() + bean.getAcceptPauses());
        assertEquals(0, bean.getOpeningsRefused());
        assertTrue(bean.getUpMs() >= statistics.upNs() / 1_000_000);
        assertTrue(bean.getWakeups() >= statistics.wakeups());
        assertTrue(bean.getStale() + bean.getCoalesced() + bean.getSpilled() + bean.getBuffersInUse() >= 0);
        assertTrue(bean.dump().contains(listening.toString()));

        CompositeData[] pumps = (CompositeData[]) SERVER.getAttribute(nameOf(system), "Pumps");
        CompositeData[] workersShown = (CompositeData[]) SERVER.getAttribute(nameOf(system), "Workers");
        assertEquals(List.of(2, workers), List.of(pumps.length, workersShown.length));
        for (int i = 0; i < pumps.length; i++) {
            EPumpStatistics.PumpFigures before = statistics.pumps().get(i);
            assertEquals(before.name(), pumps[i].get("name"));
            assertEquals(before.devices(), pumps[i].get("devices"));
            assertTrue((long) pumps[i].get("turns") >= before.turns());
            assertTrue((long) pumps[i].get("selectNs") >= before.selectNs());
            assertTrue((long) pumps[i].get("longestTurnNs") >= before.longestTurnNs());
        }
        for (int i = 0; i < workersShown.length; i++) {
            assertEquals(statistics.workers().get(i).name(), workersShown[i].get("name"));
            assertEquals(statistics.workers().get(i).pinned(), workersShown[i].get("pinned"));
            int load = (int) workersShown[i].get("load");
            assertTrue(load >= 0 && load <= 1000, "load=" + load);
        }
    }

    @Test
    void shouldShowNothingUnlessItIsAskedTo() throws Exception {
        rig.start(rig.settings(1, 1));
        assertEquals(Set.of(), registered());
    }

    @Test
    void shouldGiveSystemsOfOneNameNamesOfTheirOwn() throws Exception {
        EPump first = rig.start(rig.settings(1, 0).name("na=me,\"*?").jmx(true));
        rig.start(rig.settings(1, 0).name("na=me,\"*?").jmx(true));
        assertEquals(Set.of("na=me,\"*?", "na=me,\"*?-2"), registered());

        assertTrue(first.stop(Rig.PATIENCE));
        assertEquals(Set.of("na=me,\"*?-2"), registered());
        rig.start(rig.settings(1, 0).name("na=me,\"*?").jmx(true));
        assertEquals(Set.of("na=me,\"*?", "na=me,\"*?-2"), registered());
    }

    @Test
    void shouldShowTheNextSystemOfANameWhenTheFirstIsStoppedAgain() throws Exception {
        EPump first = rig.start(rig.settings(1, 0).name("same").jmx(true));
        assertTrue(first.stop(Rig.PATIENCE));
        rig.start(rig.settings(1, 0).name("same").jmx(true));
        first.close();
        assertEquals(Set.of("same"), registered());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldShowNothingBeforeTheSystemStarts(boolean starts) throws Exception {
        EPump system = rig.create(rig.settings(1, 0).jmx(true));
        assertEquals(Set.of(), registered());
        if (starts) {
            system.start();
            assertEquals(Set.of(system.config().name()), registered());
        }
        assertTrue(system.stop(Rig.PATIENCE));
        assertEquals(Set.of(), registered());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void shouldShowNothingAnyMoreWhenTheSystemHasStopped(int workers) throws Exception {
        EPump system = rig.start(rig.settings(1, workers).jmx(true));
        assertEquals(Set.of(system.config().name()), registered());

        assertTrue(system.stop(Rig.PATIENCE));

        assertEquals(Set.of(), registered());
        assertTrue(system.stop(Rig.PATIENCE), "stopping again is no error");
    }

    @Test
    void shouldShowNothingWhenTheSystemDoesNotStart() throws Exception {
        EPumpConfig config =
                rig.settings(1, 0).jmx(true).threadFactory(task -> null).build();
        try {
            EPump.start(config);
            throw new AssertionError("started without threads");
        } catch (IllegalStateException | IOException expected) {
            assertEquals(Set.of(), registered());
        }
    }
}
