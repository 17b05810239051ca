package io.ejet.script;

/**
 * What a template or script sees of the request that it runs for, and what it may do to it. For one request; owner only.
 *
 * <p>What is asked of the disk blocks: {@link Template#touchesDisk} and {@link Script#touchesDisk} tell beforehand.
 */
public interface ScriptRun {
    /**
     * Who wants to know which way scripts take.
     *
     * @return null for nobody
     */
    default ScriptTrace trace() {
        return null;
    }

    /**
     * What the match that led to the current location has captured.
     *
     * @return {@link Captures#NONE} without one
     */
    Captures captures();

    /**
     * The worth of a variable.
     *
     * @param variable which
     * @param index what stands in brackets, null without
     * @return its text; empty when there is none
     */
    String value(Variable variable, String index);

    /**
     * The worth of a local variable.
     *
     * @param slot its place, from {@link LocalNames}
     * @return null when it was not set for this request
     */
    Worth local(int slot);

    /**
     * Sets a local variable.
     *
     * @param slot its place
     * @param value its worth
     */
    void setLocal(int slot, Worth value);

    /**
     * Sets an element of a variable that is made of several.
     *
     * @param variable a header, a cookie or an argument of the query
     * @param index its name
     * @param value its worth
     */
    void setElement(Variable variable, String index, String value);

    /**
     * Asks the disk.
     *
     * @param test what is asked
     * @param path of whom
     * @return the answer; false if it cannot be known
     */
    boolean isTrue(FileTest test, String path);

    /**
     * The current path of the request.
     *
     * @return decoded and normalised
     */
    String path();

    /**
     * Sends the request to another path of this server.
     *
     * @param path decoded; it is normalised, and refused with an exception if it has dot segments
     * @param query in its place, null to keep what there is
     */
    void moveTo(String path, String query);

    /**
     * Sends the request to another server.
     *
     * @param url absolute
     */
    void forwardTo(String url);

    /**
     * Answers.
     *
     * @param status 200 to 599, or 444 to close the connection without a word
     * @param text the body, or the Location of a redirection; null for the page of that status
     */
    void reply(int status, String text);

    /**
     * Adds a field to the request, in place of others of its name, or removes it.
     *
     * @param name a token
     * @param value null to remove it
     */
    void requestHeader(String name, String value);

    /**
     * Adds a field to the answer, in place of others of its name, or removes it.
     *
     * @param name a token
     * @param value null to remove it
     */
    void responseHeader(String name, String value);

    /**
     * Puts something before or after the body of the answer.
     *
     * @param what a text or the path of a file
     * @param isFile which of them
     * @param isBefore on which side
     */
    void addToBody(String what, boolean isFile, boolean isBefore);

    /**
     * Tries a file for {@code try_files}: the path is moved there if it is one, or a folder with an index.
     *
     * @param path below the root
     * @param query in its place then, null to keep what there is
     * @return whether it is
     */
    boolean isMovedToFile(String path, String query);

    /**
     * Binds the location of a name.
     *
     * @param name with the {@code @} before it
     * @return whether there is such a location
     */
    boolean isMovedToLocation(String name);

    /** The answer is not to be stored; what is stored already is removed too, if so asked. */
    void closeCache(boolean isRemoved);
}
