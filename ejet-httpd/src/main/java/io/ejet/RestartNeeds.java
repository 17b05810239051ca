package io.ejet;

import io.ejet.conf.Limits;
import io.ejet.conf.ServerSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Says which settings a running server cannot follow. Pure.
 *
 * @param pumps with how many it was started
 * @param workers with how many it was started
 */
record RestartNeeds(int pumps, int workers) {
    /**
     * What stays as it was.
     *
     * @param wished what the server was reloaded with
     * @param possible the limits that hold now
     * @return a sentence for each setting
     */
    List<String> told(ServerSettings wished, Limits possible) {
        List<String> needs = new ArrayList<>();
        add(needs, "epump threads", wished.pumps(), pumps);
        add(needs, "worker threads", wished.workers(), workers);
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
