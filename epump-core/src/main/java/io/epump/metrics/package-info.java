/**
 * What a system tells of itself: its counters, and how they appear to JMX. Pumps write the counters, any thread reads them.
 */
package io.epump.metrics;
