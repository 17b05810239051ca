package io.ejet.file;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The folder below which files are served. What of its name a request has told is below a folder that is fixed; from there on
 * a symbolic link in it is looked at like one below it, since whoever asks chooses among what is there.
 *
 * @param fixed the folder whose name is the configuration's, absolute, without dot segments; links in it are followed
 * @param folder the folder itself, {@code fixed} at its beginning
 */
record FileRoot(Path fixed, Path folder) {
    /** One whose whole name is the configuration's. */
    static FileRoot of(Path root) {
        Path whole = root.toAbsolutePath().normalize();
        return new FileRoot(whole, whole);
    }

    /**
     * The folder without links in its name. Blocks.
     *
     * @return to be compared with the real names of files
     * @throws NoSuchFileException when a link leads out of the fixed folder
     * @throws IOException when there is none, or it cannot be reached
     */
    Path real() throws IOException {
        Path real = folder.toRealPath();
        if (!folder.equals(fixed) && !real.startsWith(fixed.toRealPath())) {
            throw new NoSuchFileException(folder.toString(), null, "a link leads outside");
        }
        return real;
    }
}
