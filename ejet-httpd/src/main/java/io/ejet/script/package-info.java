/**
 * Templates and scripts of the configuration: compiled once when it is loaded, into trees that no request changes, and run for
 * each request against a {@link io.ejet.script.ScriptRun}. Nothing here knows the server; nothing of a request is ever compiled.
 */
package io.ejet.script;
