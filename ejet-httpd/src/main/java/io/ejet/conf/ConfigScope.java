package io.ejet.conf;

/** Where a setting may stand. */
enum ConfigScope {
    FILE("the top level"),
    EPUMP("epump"),
    HTTP("http"),
    ACCESS_LOG("access log"),
    SITE_LOG("the access log of a host"),
    ERROR_LOG("error log"),
    RECEIVE("receive request"),
    FILE_CACHE("file cache"),
    LISTEN("listen"),
    HOST("host"),
    LOCATION("location"),
    LIMIT("limit request"),
    PASSURL("passurl"),
    PASSURL_SERVER("a server of passurl"),
    CONNECT("send request"),
    CONNECT_HOST("a host of send request"),
    PROXY("proxy"),
    FASTCGI("fastcgi"),
    GZIP("gzip");

    private final String title;

    ConfigScope(String title) {
        this.title = title;
    }

    /** What messages call it. */
    String title() {
        return title;
    }
}
