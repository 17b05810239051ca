package io.ejet;

import io.ejet.conf.AccessLogSettings;
import io.ejet.log.AccessLog;

/** Makes the access logs of a configured server, on the thread that starts it. */
public interface AccessLogs {
    /**
     * One log for everything, whatever the settings say.
     *
     * @param log takes all records
     * @return gives it for all settings
     */
    static AccessLogs one(AccessLog log) {
        return new AccessLogs() {
            @Override
            public AccessLog ofServer(AccessLogSettings settings) {
                return log;
            }

            @Override
            public AccessLog ofSite(AccessLogSettings settings) {
                return log;
            }
        };
    }

    /**
     * The log of the server. It takes the records of requests that came to no host, too.
     *
     * @param settings those of the server
     * @return not null
     */
    AccessLog ofServer(AccessLogSettings settings);

    /**
     * The log of a host or location. Asked once for each host, and for each location that has settings of its own.
     *
     * @param settings complete; those of the server where the host says nothing
     * @return takes the records of its exchanges; not null
     */
    AccessLog ofSite(AccessLogSettings settings);
}
