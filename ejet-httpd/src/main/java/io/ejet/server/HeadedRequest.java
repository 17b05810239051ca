package io.ejet.server;

/** A request that says what its head says, with what scripts have put in the place of that. For one owner. */
abstract class HeadedRequest implements RoutedRequest {
    final ReceivedRequest request;

    HeadedRequest(ReceivedRequest request) {
        this.request = request;
    }

    @Override
    public final String method() {
        return request.method();
    }

    @Override
    public final String target() {
        return request.target();
    }

    @Override
    public final String host() {
        return request.host();
    }

    @Override
    public final String path() {
        return request.path();
    }

    @Override
    public final String query() {
        return request.query();
    }

    @Override
    public String header(String name) {
        return request.header(name);
    }

    @Override
    public final void path(String normalized) {
        request.path(normalized);
    }

    @Override
    public final void query(String rewritten) {
        request.query(rewritten);
    }

    @Override
    public final void editRequest(String name, String value) {
        request.edit(name, value);
    }

    @Override
    public final void forgetEdits() {
        request.forgetEdits();
        edits(null);
    }
}
