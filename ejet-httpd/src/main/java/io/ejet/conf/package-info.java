/**
 * The configuration language and the typed settings made from it.
 *
 * <p>Text becomes a tree of {@link io.ejet.conf.ConfigNode}s that know where they stand, and the tree becomes
 * {@link io.ejet.conf.ServerSettings}: immutable, complete, every default filled in. Nothing behind the settings reads
 * configuration. Runs on whatever thread starts the server.
 */
package io.ejet.conf;
