package io.ejet.conf;

import io.ejet.access.Access;
import io.ejet.access.AddressRules;
import io.ejet.access.BasicLogin;
import io.ejet.access.Network;
import io.ejet.access.RequestLimit;
import io.ejet.access.RequestRoom;
import io.ejet.access.UserFile;
import io.ejet.access.UserFileProblem;
import io.ejet.conf.ConfigNode.Entry;
import io.ejet.conf.ConfigNode.Section;
import io.ejet.conf.ConfigNode.Text;
import io.ejet.script.Expressions;
import io.ejet.script.Template;
import io.ejet.script.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads who is let in: {@code allow}, {@code deny}, {@code auth basic}, {@code satisfy}, {@code limit request}. Each of these is taken
 * over from around a section unless that has its own, as in nginx. What is taken over is the same object, so that a limit counts
 * for all of its listen. For one thread; reads user files.
 */
final class AccessReader {
    private static final String OFF = "off";
    private static final String DEFAULT_KEY = "$remote_addr";

    private final ConfigPaths paths;
    private final ScriptReader scripts;
    private final ConfigErrors errors;
    private final IdentityHashMap<Section, Given> known = new IdentityHashMap<>();
    private final Map<Path, UserFile> files = new HashMap<>();

    /** What holds in a section. The realm is null where nobody is asked who he is. */
    private record Given(
            AddressRules addresses,
            Text realm,
            UserFile users,
            boolean isAnyEnough,
            List<RequestLimit> limits,
            RequestRoom room) {
        static final Given NOTHING = new Given(null, null, null, false, List.of(), null);
    }

    AccessReader(ConfigPaths paths, ScriptReader scripts, ConfigErrors errors) {
        this.paths = paths;
        this.scripts = scripts;
        this.errors = errors;
    }

    /**
     * Who is let in to a section.
     *
     * @param scopes the section, then those around it
     * @param expressions by which requests come to the section
     * @return null if anybody is
     */
    Access read(List<Section> scopes, Expressions expressions) {
        Given given = given(scopes, expressions);
        boolean isAsked = given.realm != null && given.users != null;
        return Access.of(
                given.addresses,
                isAsked ? new BasicLogin(given.realm.text(), given.users) : null,
                given.isAnyEnough,
                given.limits,
                given.room);
    }

    /** What is around was read before, with expressions of its own; only a listen may not have been, and it has none. */
    private Given given(List<Section> scopes, Expressions expressions) {
        if (scopes.isEmpty()) {
            return Given.NOTHING;
        }
        Section section = scopes.get(0);
        Given before = known.get(section);
        if (before == null) {
            before = within(section, scopes, expressions, given(scopes.subList(1, scopes.size()), Expressions.NONE));
            known.put(section, before);
        }
        return before;
    }

    private Given within(Section section, List<Section> scopes, Expressions expressions, Given around) {
        List<RequestLimit> limits = limits(section, scopes, expressions);
        String satisfy = ConfigKeys.SATISFY.of(section, null);
        boolean hasFile = ConfigKeys.AUTH_USER_FILE.isIn(section);
        UserFile users = hasFile ? users(section) : around.users;
        Text realm = ConfigKeys.AUTH_BASIC.isIn(section) ? realm(section) : around.realm;
        if (realm != null && users == null && !hasFile) {
            errors.error(
                    realm.place(),
                    "\"auth basic\" has no user file, nor has what it stands in",
                    "expected: auth basic user file = FILE; in the location, the host or the listen");
        }
        return new Given(
                isRuled(section) ? addresses(section) : around.addresses,
                realm,
                users,
                satisfy == null ? around.isAnyEnough : satisfy.equals("any"),
                limits.isEmpty() ? around.limits : limits,
                scopes.size() == 1 ? null : room(section, around));
    }

    // -- addresses

    private static boolean isRuled(Section section) {
        return ConfigKeys.ALLOW.isIn(section) || ConfigKeys.DENY.isIn(section);
    }

    /** The rules of both names in the order of the file. */
    private AddressRules addresses(Section section) {
        List<AddressRules.Rule> rules = new ArrayList<>();
        for (Entry entry : section.entries()) {
            boolean permits = entry.name().equals(ConfigKeys.ALLOW.name());
            if (permits || entry.name().equals(ConfigKeys.DENY.name())) {
                for (Network network : networks(entry.values(), errors)) {
                    rules.add(new AddressRules.Rule(network, permits));
                }
            }
        }
        return AddressRules.of(rules);
    }

    /** Those that are some, which {@link ConfigCheck} has told of the others. */
    static List<Network> networks(List<ConfigNode> values, ConfigErrors errors) {
        List<Network> networks = new ArrayList<>();
        for (ConfigNode value : values) {
            Network network = value instanceof Text text ? Network.parse(text.text()) : null;
            if (network != null) {
                networks.add(network);
                if (!network.isExact()) {
                    errors.warning(
                            value.place(),
                            Quoted.of(network.text()) + " has bits set behind those that count",
                            "they make no difference");
                }
            }
        }
        return networks;
    }

    // -- users

    /** Null if nobody is asked. */
    private Text realm(Section section) {
        for (ConfigNode value : ConfigKeys.AUTH_BASIC.in(section)) {
            boolean isGood =
                    value instanceof Text text && ConfigKeys.AUTH_BASIC.type().read(text.text()) != null;
            if (isGood && !((Text) value).text().equals(OFF)) {
                return (Text) value;
            }
        }
        return null;
    }

    /** Null if it cannot be used, which has been told. */
    private UserFile users(Section section) {
        String name = ConfigKeys.AUTH_USER_FILE.of(section, null);
        ConfigPlace place = ConfigKeys.AUTH_USER_FILE.place(section);
        Path path = name == null ? null : paths.fileToRead(name, place);
        if (path == null) {
            return null;
        }
        try {
            UserFile file = files.get(path);
            if (file == null) {
                file = UserFile.load(path);
                files.put(path, file);
            }
            for (UserFileProblem problem : file.problems()) {
                errors.error(
                        place,
                        path + ", line " + problem.line() + ": " + problem.message(),
                        "expected: NAME:HASH, as htpasswd -B makes it");
            }
            return file;
        } catch (IOException e) {
            errors.error(
                    place,
                    "the file " + path + " cannot be read",
                    "expected: a file made by htpasswd, of at most " + Quantity.ofBytes(UserFile.MOST_BYTES));
            return null;
        }
    }

    // -- limits

    /** Of a host or location; what a listen says of that name bounds its connections themselves. */
    private static RequestRoom room(Section section, Given around) {
        Integer most = ConfigKeys.REQUESTS_PER_ADDRESS.of(section, null);
        return most == null ? around.room : new RequestRoom(most);
    }

    private List<RequestLimit> limits(Section section, List<Section> scopes, Expressions expressions) {
        List<RequestLimit> limits = new ArrayList<>();
        for (Section limit : ConfigKeys.LIMITS.sections(section)) {
            RequestLimit.Rate rate = ConfigKeys.LIMIT_RATE.of(limit, null);
            if (rate == null) {
                if (!ConfigKeys.LIMIT_RATE.isIn(limit)) {
                    errors.error(limit.place(), "\"rate\" is missing in this limit", "expected: rate = 10/s;");
                }
                continue;
            }
            limits.add(new RequestLimit(
                    key(limit, scopes, expressions),
                    rate,
                    ConfigKeys.LIMIT_BURST.of(limit, 0),
                    ConfigKeys.LIMIT_ENTRIES.of(limit, RequestLimit.DEFAULT_ENTRIES)));
        }
        return limits;
    }

    private Template key(Section limit, List<Section> scopes, Expressions expressions) {
        for (ConfigNode value : ConfigKeys.LIMIT_KEY.in(limit)) {
            if (value instanceof Text text) {
                Template key = scripts.template(scopes, expressions, text);
                warnOfUser(key, text.place());
                return key;
            }
        }
        return scripts.template(scopes, expressions, new Text(limit.place(), DEFAULT_KEY));
    }

    /** A key that is always empty would be a limit that never holds. */
    private void warnOfUser(Template key, ConfigPlace place) {
        key.read(new Template.Reader() {
            @Override
            public void literal(String text) {
                // known
            }

            @Override
            public void variable(int slot, Variable variable, String index, Template whole) {
                if (variable == Variable.REMOTE_USER) {
                    errors.warning(
                            place,
                            "$remote_user is empty here: requests are counted before anybody logs in",
                            "expected: perhaps $request_header[authorization]");
                }
            }

            @Override
            public void other(Template whole) {
                // as it comes
            }
        });
    }
}
