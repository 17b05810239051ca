package io.ejet.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Which names of files this JVM can use. It takes the encoding of file names from the locale, when it starts and once for all;
 * without a locale that is ASCII, and a file with any other name cannot even be asked for.
 */
final class FileNames {
    private static final String ENCODING = "sun.jnu.encoding";
    private static final String REMEDY = "start eJet with LC_ALL=C.UTF-8 in its environment";

    private FileNames() {}

    /**
     * What the operator should know about this JVM.
     *
     * @return one line, null if there is nothing
     */
    static String warning() {
        return warning(System.getProperty(ENCODING, ""));
    }

    static String warning(String encoding) {
        return isAscii(encoding)
                ? "files with other than ASCII characters in their names are not found: the locale gives Java the encoding "
                        + encoding + " for names of files; " + REMEDY
                : null;
    }

    /**
     * The path that an option names.
     *
     * @throws StartFailure when no file can have that name
     */
    static Path path(String option, String name) throws StartFailure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            String encoding = System.getProperty(ENCODING, "");
            boolean isForeign = isAscii(encoding) && name.chars().anyMatch(c -> c > 127);
            throw new StartFailure(
                    option + ": this is not the name of a file"
                            + (isForeign ? " in the encoding " + encoding + "; " + REMEDY : ": " + e.getReason()),
                    e);
        }
    }

    private static boolean isAscii(String encoding) {
        try {
            return Charset.forName(encoding).equals(StandardCharsets.US_ASCII);
        } catch (IllegalArgumentException unknown) { // then it is not for us to say what it can write
            return false;
        }
    }
}
