package io.ejet.conf;

import io.ejet.conf.ConfigNode.Script;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import io.ejet.script.Template;
import java.nio.file.Path;
import java.util.List;

/**
 * A root as it is given.
 *
 * @param folder the folder, or the one within which each request tells a folder; absolute; null if it cannot be read, which has
 *     been told
 * @param text a text or a script that each request tells a folder by; null if the folder is it
 * @param fixedChars how much of the text is the name of the folder
 * @param from the folder that what follows counts from
 */
record GivenRoot(Path folder, ConfigNode text, int fixedChars, Path from) {
    /** That of a section; null if it has none. */
    static GivenRoot of(Section section, ConfigPaths paths) {
        for (ConfigNode value : ConfigKeys.ROOT.in(section)) {
            if (value instanceof Text text && !text.text().isEmpty()) { // else that has been told
                return of(text, paths);
            } else if (value instanceof Script) { // it may tell any folder
                return new GivenRoot(paths.top(), value, 0, paths.folder());
            }
        }
        return null;
    }

    private static GivenRoot of(Text text, ConfigPaths paths) {
        int variable = firstVariable(text.text());
        if (variable < 0) {
            return new GivenRoot(paths.folderToRead(text.text(), text.place()), null, 0, null);
        } else if (variable == 0) {
            return new GivenRoot(paths.top(), text, 0, paths.folder());
        }
        int fixedChars = text.text().lastIndexOf('/', variable - 1) + 1;
        Path folder = fixedChars == 0
                ? paths.folder()
                : paths.folderToRead(text.text().substring(0, fixedChars), text.place());
        return new GivenRoot(folder, text, fixedChars, folder);
    }

    /** Where the first variable or script stands; -1 without. */
    private static int firstVariable(String text) {
        int dollar = text.indexOf('$');
        int script = 0;
        while (script < text.length() && ScriptTag.at(text, script) != ScriptTag.SCRIPT) {
            script++;
        }
        return script == text.length() || (dollar >= 0 && dollar < script) ? dollar : script;
    }

    /**
     * What each request tells the folder by, where the root counts.
     *
     * @param scopes the location, then those around it
     * @param expressions by which requests come there
     * @return null if the folder is always the same, or something is wrong, which has been told
     */
    RootOfRequest ofRequest(List<Section> scopes, Expressions expressions, ScriptReader scripts, ConfigErrors errors) {
        if (text == null || folder == null) {
            return null;
        }
        Template template = scripts.template(scopes, expressions, text);
        if (template.beginsWithRequest()) {
            errors.error(
                    text.place(),
                    "this root begins with what a client has sent, so that a client chooses among all folders",
                    "expected: a folder before it, such as /srv/sites/$host_name");
        }
        return new RootOfRequest(template.behind(fixedChars), from, folder);
    }
}
