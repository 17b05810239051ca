package io.ejet.server;

import io.ejet.access.Access;
import io.ejet.access.BasicLogin;
import io.ejet.access.Credentials;
import io.ejet.access.RequestLimit;
import io.ejet.access.RequestRoom;
import io.ejet.script.ScriptRun;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether one request is let in to the places it comes to.
 *
 * <pre>
 *   addresses ── no: 403 ──▶        limits ── too many: 503, 429 ──▶   login ── none, or wrong: 401 ──▶
 *       │ yes                         │ keeps to all of them              │ right
 *       └─────────────────────────────┴───────────────────────────────────┴──▶ let in
 * </pre>
 *
 * <p>Limits come before the login, so that they bound how often a password can be tried; a request counts once for each limit,
 * whatever its scripts do and however often they are run.
 *
 * <p>Threading: the owner. Lifecycle: one for each request that comes to a place with rules; {@link #leave} when it is over.
 */
final class AccessCheck {
    private final RoutedRequest request;
    private final ScriptRun run;
    private final DiskAnswers disk;
    private final boolean isExplained;

    /** What has let the request in; the same rules are not asked again. */
    private final List<Access> passed = new ArrayList<>(2);

    private final List<RequestLimit> counted = new ArrayList<>(2);

    /** Where the request is counted as long as it is under way, and as whose. */
    private final List<RequestRoom> entered = new ArrayList<>(1);

    private InetAddress enteredAs;

    /**
     * For one request.
     *
     * @param request who wants in
     * @param run the same, for what limits count by
     * @param disk what was asked for it, passwords included
     * @param isExplained whether somebody waits for the whole explanation, so that a password is compared at once
     */
    AccessCheck(RoutedRequest request, ScriptRun run, DiskAnswers disk, boolean isExplained) {
        this.request = request;
        this.run = run;
        this.disk = disk;
        this.isExplained = isExplained;
    }

    /**
     * Why a request is not let in.
     *
     * @param access the rules of the place
     * @return null if it is
     * @throws DiskAnswers.Unanswered when a password has to be compared first
     */
    AccessRefusal refusal(Access access) {
        if (passed.contains(access)) {
            return null;
        }
        InetSocketAddress client = request.remoteAddress(); // null when it has just gone
        boolean isFromThere = access.addresses() == null
                || (client != null && access.addresses().permits(client.getAddress()));
        boolean isAddressEnough = access.isAnyEnough() && access.addresses() != null && isFromThere;
        boolean isLoginEnough = access.isAnyEnough() && access.login() != null;
        if (!isFromThere && !isLoginEnough) {
            return AccessRefusal.FORBIDDEN;
        }
        AccessRefusal refusal = hasRoom(access.room(), client) ? tooMany(access) : AccessRefusal.NO_ROOM;
        if (refusal == null && access.login() != null && !isAddressEnough && !hasProved(access.login())) {
            refusal = AccessRefusal.unauthorized(access.login());
        }
        if (refusal == null) {
            passed.add(access);
        }
        return refusal;
    }

    private boolean hasRoom(RequestRoom room, InetSocketAddress client) {
        if (room == null || client == null || entered.contains(room)) {
            return true;
        }
        boolean isIn = room.enter(client.getAddress());
        if (isIn) {
            entered.add(room);
            enteredAs = client.getAddress();
        }
        return isIn;
    }

    /** The request is over: there is room for another one. */
    void leave() {
        for (RequestRoom room : entered) {
            room.leave(enteredAs);
        }
        entered.clear();
    }

    private AccessRefusal tooMany(Access access) {
        for (int i = 0; i < access.limits().size(); i++) {
            RequestLimit limit = access.limits().get(i);
            long waitNs = counted.contains(limit) ? 0 : limit.waitNs(run, request.nowNs());
            if (waitNs > 0) {
                giveBack(access.limits().subList(0, i));
                return AccessRefusal.tooMany(waitNs);
            }
            counted.add(limit);
        }
        return null;
    }

    /** What one limit of a place refuses does not count for the others there, as in nginx. */
    private void giveBack(List<RequestLimit> limits) {
        for (RequestLimit limit : limits) {
            limit.giveBack(run);
        }
    }

    private boolean hasProved(BasicLogin login) {
        String authorization = request.header("Authorization");
        Credentials credentials = Credentials.of(authorization);
        if (credentials == null) {
            return false;
        }
        if (!request.logins().isProved(login.users(), authorization, request.nowNs())) {
            DiskQuestion.IsLogin question = new DiskQuestion.IsLogin(login.users(), authorization);
            boolean isRight = isExplained ? (Boolean) disk.to(question) : disk.toLogin(question);
            if (!isRight) {
                return false;
            }
            request.logins().onProved(login.users(), authorization, request.nowNs());
        }
        request.remoteUser(credentials.user());
        return true;
    }
}
