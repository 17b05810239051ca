package io.ejet.access;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The users of one state of a user file. Immutable; any thread. */
final class Users {
    private static final AtomicLong READINGS = new AtomicLong();
    private static final int LONGEST_NAME = 255;

    /** Which reading of which file this is: no two are the same. */
    private final long id = READINGS.incrementAndGet();

    private final Map<String, PasswordHash> users = new HashMap<>();
    private final List<UserFileProblem> problems = new ArrayList<>();

    /** What the password of a user who is not there is compared with; null without users. */
    private PasswordHash costliest;

    /**
     * Reads a file of {@code NAME:HASH} lines. What is wrong is noted, and nobody's; a second line of the same name counts as
     * little as in other programs.
     *
     * @param text the file
     */
    Users(String text) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String problem = add(line);
                if (problem != null) {
                    problems.add(new UserFileProblem(i + 1, problem));
                }
            }
        }
    }

    /** Says what is wrong with a line; null if nothing is. */
    private String add(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0 || colon > LONGEST_NAME) {
            return "this is not a name, a colon and a hash";
        }
        int end = line.indexOf(':', colon + 1);
        PasswordHash hash = PasswordHash.of(line.substring(colon + 1, end < 0 ? line.length() : end));
        if (hash == null) {
            return "this password is not kept as bcrypt (cost 4 to 17), $apr1$ or {SHA}";
        }
        if (costliest == null || hash.cost() > costliest.cost()) {
            costliest = hash;
        }
        users.putIfAbsent(line.substring(0, colon), hash);
        return null;
    }

    long id() {
        return id;
    }

    List<UserFileProblem> problems() {
        return problems;
    }

    /**
     * Whether a name and a password go together. Takes as long for a name that is not there as for the costliest one that is, so that
     * the time does not tell names.
     */
    boolean admit(Credentials credentials) {
        PasswordHash compared = comparedWith(credentials.user());
        boolean matches = compared != null && compared.matches(credentials.password());
        return matches && users.containsKey(credentials.user());
    }

    /** His own, or that of somebody else; null if there is nobody. */
    PasswordHash comparedWith(String user) {
        return users.getOrDefault(user, costliest);
    }
}
