package io.ejet.conf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ejet.Readme;
import io.ejet.Readme.Row;
import io.ejet.conf.ConfigKey.Effect;
import io.ejet.conf.ConfigKey.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of settings in the README against the table of settings in {@link ConfigKeys}: neither has what the other lacks. */
class SettingsTableTest {
    private static final int DEFAULT = 3;

    /** Its default is a whole line. */
    private static final Set<String> NOT_SHOWN = Set.of("format");

    private static List<Row> rows() {
        return Readme.rows("key", "where", "type").stream()
                .filter(row -> !row.cells().get(1).equals("anywhere"))
                .toList();
    }

    private static List<String> places(Row row) {
        return List.of(row.cells().get(1).split(", | or "));
    }

    private static String title(ConfigScope scope) {
        return scope.title().replaceFirst("^the ", "");
    }

    private static Set<String> known() {
        TreeSet<String> known = new TreeSet<>();
        for (ConfigScope scope : ConfigScope.values()) {
            ConfigKeys.names(scope).forEach(name -> known.add(title(scope) + ": " + name));
        }
        return known;
    }

    @Test
    void shouldHaveEverySettingWhereItMayStandAndNothingElse() {
        List<String> told = new ArrayList<>();
        for (Row row : rows()) {
            for (String place : places(row)) {
                row.codes(0).forEach(name -> told.add(place + ": " + SettingName.normal(name)));
            }
        }
        TreeSet<String> once = new TreeSet<>(told);
        assertEquals(String.join("\n", known()), String.join("\n", once));
        once.forEach(told::remove);
        assertEquals(List.of(), told, "told twice");
    }

    /** What takes effect stands in a table that tells its default, what does not in the one that tells so. */
    @Test
    void shouldTellWhatTakesEffectAndWhatDoesNot() {
        Set<ConfigScope> served = ConfigTexts.servedScopes();
        for (ConfigScope scope : ConfigScope.values()) {
            for (String name : ConfigKeys.names(scope)) {
                boolean isServed =
                        served.contains(scope) && ConfigKeys.find(scope, name).effect() == Effect.NOW;
                boolean isToldSo = Readme.rows("key", "where", "type", "default").stream()
                        .anyMatch(row -> places(row).contains(title(scope))
                                && row.codes(0).stream()
                                        .map(SettingName::normal)
                                        .anyMatch(name::equals));
                assertEquals(isServed, isToldSo, title(scope) + ": " + name);
            }
        }
    }

    @Test
    void shouldTellTheTrueDefaults() {
        TreeMap<String, String> wrong = new TreeMap<>();
        int compared = 0;
        for (Row row : Readme.rows("key", "where", "type", "default")) {
            for (ConfigScope scope : ConfigScope.values()) {
                String name = row.codes(0).isEmpty()
                        ? ""
                        : SettingName.normal(row.codes(0).get(0));
                ConfigKey<?> key = places(row).contains(title(scope)) ? ConfigKeys.find(scope, name) : null;
                List<String> values = key == null || key.shape() != Shape.TEXT || NOT_SHOWN.contains(name)
                        ? List.of()
                        : ConfigDefaults.of(scope, key, new ConfigNode.Section(null, List.of()));
                if (values.size() == 1) {
                    compared++;
                    Object expected = key.type().read(values.get(0));
                    boolean isTold = List.of(row.cells().get(DEFAULT).split("[ :;,()`]+")).stream()
                            .anyMatch(word -> expected.equals(key.type().read(word)));
                    if (!isTold) {
                        wrong.put(title(scope) + ": " + name, row.cells().get(DEFAULT) + ", not " + values);
                    }
                }
            }
        }
        assertTrue(wrong.isEmpty(), wrong::toString);
        assertTrue(compared > 25, "only " + compared);
    }
}
