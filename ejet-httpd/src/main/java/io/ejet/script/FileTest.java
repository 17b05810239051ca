package io.ejet.script;

/** What a condition may ask of a path. */
public enum FileTest {
    /** A regular file. */
    FILE,
    /** A folder. */
    FOLDER,
    /** Whatever there is. */
    EXISTS,
    /** Something that may be executed. */
    EXECUTABLE;

    /** The test of a letter, as in {@code -f}; null if there is none. */
    static FileTest of(char letter) {
        return switch (letter) {
            case 'f' -> FILE;
            case 'd' -> FOLDER;
            case 'e' -> EXISTS;
            case 'x' -> EXECUTABLE;
            default -> null;
        };
    }
}
