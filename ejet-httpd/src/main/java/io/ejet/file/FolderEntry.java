package io.ejet.file;

/**
 * A file or folder in a list of a folder.
 *
 * @param name as it is in the folder, and as a URL can say it
 * @param isFolder whether it is a folder, else a regular file; where a link is followed, what it leads to
 * @param modifiedSeconds when it was last modified, in seconds since 1970
 * @param sizeBytes the size of a file; of a folder it means nothing
 */
record FolderEntry(String name, boolean isFolder, long modifiedSeconds, long sizeBytes) {}
