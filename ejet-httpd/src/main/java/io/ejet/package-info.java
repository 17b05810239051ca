/**
 * eJet, the web server on ePump: what a program that embeds it will see.
 *
 * <p>The server comes with the next milestone; this package holds its place in the build until then.
 */
package io.ejet;
