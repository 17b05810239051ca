/**
 * Files as answers: which file a path names, what is kept in memory, conditions and ranges, lists of folders. Handlers run on the
 * owner of the connection; what may block there goes through the offload of the server.
 */
package io.ejet.file;
