package io.ejet.conf;

import io.ejet.conf.ConfigNode.Section;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a host takes over from its listener and a location from its host.
 *
 * @param root null if none was given
 * @param isRootWrong whether one was given that cannot be served, which has been told
 * @param index names tried in a folder
 * @param symlinks which symbolic links are followed
 * @param listsFolders whether a folder without an index is answered with a list of what is in it
 */
record Inherited(
        GivenRoot root, boolean isRootWrong, List<String> index, SymlinkPolicy symlinks, boolean listsFolders) {
    static final List<String> DEFAULT_INDEX = List.of("index.html", "index.htm");

    /** What holds unless given. */
    static final Inherited NOTHING = new Inherited(null, false, DEFAULT_INDEX, SymlinkPolicy.INSIDE, false);

    /** What holds within a section. */
    Inherited within(Section section, ConfigPaths paths) {
        GivenRoot own = GivenRoot.of(section, paths);
        return new Inherited(
                own == null ? root : own,
                own == null ? isRootWrong || ConfigKeys.ROOT.isIn(section) : own.folder() == null,
                ConfigKeys.INDEX.isIn(section) ? ConfigKeys.INDEX.all(section) : index,
                symlinks(section),
                ConfigKeys.SHOW_FILE_LIST.of(section, listsFolders));
    }

    /** The folder of the root; null if there is none, or each request tells another one. */
    Path fixedFolder() {
        return root == null || root.text() != null ? null : root.folder();
    }

    private SymlinkPolicy symlinks(Section section) {
        String word = ConfigKeys.SYMLINKS.of(section, null);
        return word == null ? symlinks : SymlinkPolicy.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
