/**
 * The event pump. The loop under it, {@code io.epump.pump}, is nobody else's.
 */
module io.epump {
    requires transitive io.epump.sched;
    requires io.epump.timer;
    requires java.management;
    requires static jdk.jfr; // for those who record
    requires static jdk.management; // tells how many descriptors the process may have
    requires org.apache.logging.log4j;
    requires org.dnsjava;
    requires org.eclipse.collections.impl;

    exports io.epump;
    exports io.epump.buffer;
    exports io.epump.dns;
    exports io.epump.metrics;
}
