package io.ejet.access;

/**
 * Names and passwords are asked for (RFC 7617).
 *
 * @param realm what for: shown to people, visible ASCII characters and blanks
 * @param users who may
 */
public record BasicLogin(String realm, UserFile users) {
    /**
     * What the client is told that sends none, or wrong ones.
     *
     * @return the value of WWW-Authenticate
     */
    public String challenge() {
        return "Basic realm=\"" + realm.replace("\\", "\\\\").replace("\"", "\\\"") + "\", charset=\"UTF-8\"";
    }
}
