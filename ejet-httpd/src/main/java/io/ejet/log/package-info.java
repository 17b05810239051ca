/** The access log: its format, compiled at start, and its way to the disk. Records are made on the owner of the connection. */
package io.ejet.log;
