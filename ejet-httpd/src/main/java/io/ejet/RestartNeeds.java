package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.ServerSettings;
import java.util.ArrayList;
import java.util.List;

/** Says which settings a running server cannot follow. Pure. */
final class RestartNeeds {
    private RestartNeeds() {}

    /**
     * What stays as it was.
     *
     * @param running with what the server was started
     * @param wished with what it was reloaded
     * @param possible the limits that hold now
     * @return a sentence for each setting
     */
    static List<String> told(ServerSettings running, ServerSettings wished, Limits possible) {
        List<String> needs = new ArrayList<>();
        add(needs, "epump threads", wished.pumps(), running.pumps());
        add(needs, "worker threads", wished.workers(), running.workers());
        add(needs, "max header size", wished.limits().maxHeaderBytes(), possible.maxHeaderBytes());
        add(needs, "max request line", wished.limits().maxRequestLineBytes(), possible.maxRequestLineBytes());
        return needs;
    }

    private static void add(List<String> needs, String setting, int wished, int now) {
        if (wished != now) {
            needs.add("\"" + setting + "\" stays " + now + " until a restart, which " + wished + " needs");
        }
    }
}
