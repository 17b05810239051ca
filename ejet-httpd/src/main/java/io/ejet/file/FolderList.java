package io.ejet.file;

import java.util.List;

/**
 * What may be seen of a folder.
 *
 * @param entries in no order
 * @param isCut whether there is more, which was not looked at
 */
record FolderList(List<FolderEntry> entries, boolean isCut) {
    /** Copies what could be changed from outside. */
    FolderList {
        entries = List.copyOf(entries);
    }
}
