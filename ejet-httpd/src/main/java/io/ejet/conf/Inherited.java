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
record Inherited(Path root, boolean isRootWrong, List<String> index, SymlinkPolicy symlinks, boolean listsFolders) {
    static final List<String> DEFAULT_INDEX = List.of("index.html", "index.htm");

    /** What holds unless given. */
    static final Inherited NOTHING = new Inherited(null, false, DEFAULT_INDEX, SymlinkPolicy.INSIDE, false);

    /** What holds within a section. */
    Inherited within(Section section, ConfigPaths paths) {
        String name = ConfigKeys.ROOT.of(section, null);
        Path own = name == null ? null : paths.folderToRead(name, ConfigKeys.ROOT.place(section));
        return new Inherited(
                name == null ? root : own,
                name == null ? isRootWrong || ConfigKeys.ROOT.isIn(section) : own == null,
                ConfigKeys.INDEX.isIn(section) ? ConfigKeys.INDEX.all(section) : index,
                symlinks(section),
                ConfigKeys.SHOW_FILE_LIST.of(section, listsFolders));
    }

    private SymlinkPolicy symlinks(Section section) {
        String word = ConfigKeys.SYMLINKS.of(section, null);
        return word == null ? symlinks : SymlinkPolicy.valueOf(word.toUpperCase(Locale.ROOT));
    }
}
