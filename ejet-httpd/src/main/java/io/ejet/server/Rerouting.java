package io.ejet.server;

import io.ejet.HttpHandler;
import java.util.function.Predicate;

/**
 * An exchange whose path is one of several locations'. A folder is answered by its index file, and that may be another
 * location's: the program's that answers for {@code \.php$}, whose text a handler of files must not show.
 */
public interface Rerouting {
    /**
     * Which paths of the same host another handler answers for.
     *
     * @param handler who asks
     * @return any thread may ask it; it holds nothing of the exchange
     */
    Predicate<String> elsewhere(HttpHandler handler);

    /**
     * Has whoever answers for the folder's index file answer in the handler's place. On the owner, in a callback of the
     * exchange, and nothing is answered yet; what the scripts of the other location say counts.
     *
     * @param indexPath decoded and normalised
     */
    void rerouteToIndex(String indexPath);
}
