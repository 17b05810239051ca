package io.ejet.conf;

import io.ejet.script.Script;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares settings part by part: compiled scripts and expressions, which are the same only to themselves, by their kind. */
final class SameSettings {
    private SameSettings() {}

    /** The names of what is different; none if nothing is. */
    static List<String> differences(Object one, Object other) {
        List<String> differences = new ArrayList<>();
        compare("settings", one, other, differences);
        return differences;
    }

    private static void compare(String name, Object one, Object other, List<String> into) {
        if (one == null || other == null || one.getClass() != other.getClass()) {
            if (!(one instanceof List && other instanceof List) && !Objects.equals(one, other)) {
                into.add(name + ": " + one + ", " + other);
                return;
            }
        }
        if (one instanceof Script script) {
            equal(name + ".kind", script.kind(), ((Script) other).kind(), into);
        } else if (one instanceof Record) {
            for (RecordComponent part : one.getClass().getRecordComponents()) {
                compare(name + "." + part.getName(), value(part, one), value(part, other), into);
            }
        } else if (one instanceof List<?> list) {
            List<?> others = (List<?>) other;
            equal(name + ".size", list.size(), others.size(), into);
            for (int i = 0; i < Math.min(list.size(), others.size()); i++) {
                compare(name + "[" + i + "]", list.get(i), others.get(i), into);
            }
        } else if (one instanceof Map<?, ?> map) {
            equal(name + ".keys", map.keySet(), ((Map<?, ?>) other).keySet(), into);
            map.forEach((key, value) -> compare(name + "." + key, value, ((Map<?, ?>) other).get(key), into));
        } else if (one != null && isOwn(one)) {
            equal(
                    name,
                    one.toString().replaceAll("@\\p{XDigit}+", ""),
                    other.toString().replaceAll("@\\p{XDigit}+", ""),
                    into);
        } else {
            equal(name, one, other, into);
        }
    }

    /** A class of eJet's that does not say when two are equal. */
    private static boolean isOwn(Object object) {
        try {
            return object.getClass().getName().startsWith("io.ejet.")
                    && object.getClass().getMethod("equals", Object.class).getDeclaringClass() == Object.class;
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static void equal(String name, Object one, Object other, List<String> into) {
        if (!Objects.equals(one, other)) {
            into.add(name + ": " + one + ", " + other);
        }
    }

    private static Object value(RecordComponent part, Object of) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(of);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
