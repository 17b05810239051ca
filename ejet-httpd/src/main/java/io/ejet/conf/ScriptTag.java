package io.ejet.conf;

/** The names under which scripts stand in a configuration: as settings, and as tags around a script. */
enum ScriptTag {
    SCRIPT("script"),
    REPLY_SCRIPT("reply_script"),
    CACHE_CHECK_SCRIPT("cache_check_script");

    private final String tag;

    ScriptTag(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    String open() {
        return "<" + tag + ">";
    }

    String close() {
        return "</" + tag + ">";
    }

    /** The tag that opens at an offset, in any case; null if none does. */
    static ScriptTag at(String text, int offset) {
        if (offset >= text.length() || text.charAt(offset) != '<') {
            return null;
        }
        for (ScriptTag tag : values()) {
            if (text.regionMatches(true, offset, tag.open(), 0, tag.open().length())) {
                return tag;
            }
        }
        return null;
    }

    /** Whether a setting's value is a script, by its name. */
    static boolean isScript(String name) {
        for (ScriptTag tag : values()) {
            if (SettingName.normal(tag.tag).equals(name)) {
                return true;
            }
        }
        return false;
    }
}
