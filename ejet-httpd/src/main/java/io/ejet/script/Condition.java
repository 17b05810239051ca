package io.ejet.script;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Set;

/** What stands in the parentheses of an {@code if}. Immutable; any thread. */
interface Condition {
    boolean isMet(ScriptRun run);

    /** Whether the disk has to be asked. */
    boolean touchesDisk();

    /** Both; the second is looked at only if the first is met. */
    record And(Condition first, Condition second) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return first.isMet(run) && second.isMet(run);
        }

        @Override
        public boolean touchesDisk() {
            return first.touchesDisk() || second.touchesDisk();
        }
    }

    /** One of them; the second is looked at only if the first is not met. */
    record Or(Condition first, Condition second) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return first.isMet(run) || second.isMet(run);
        }

        @Override
        public boolean touchesDisk() {
            return first.touchesDisk() || second.touchesDisk();
        }
    }

    /** The contrary. */
    record Not(Condition condition) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return !condition.isMet(run);
        }

        @Override
        public boolean touchesDisk() {
            return condition.touchesDisk();
        }
    }

    /** A text alone: met unless it is empty, 0, false or no. */
    record Truth(Template text) implements Condition {
        private static final Set<String> FALSE = Set.of("", "0", "false", "no");

        @Override
        public boolean isMet(ScriptRun run) {
            return !FALSE.contains(text.text(run).toLowerCase(Locale.ROOT));
        }

        @Override
        public boolean touchesDisk() {
            return text.touchesDisk();
        }
    }

    /** A question to the disk. */
    record OfDisk(FileTest test, Template path) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return run.isTrue(test, path.text(run));
        }

        @Override
        public boolean touchesDisk() {
            return true;
        }
    }

    /** A search. */
    record Search(Template text, SearchGroups groups) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return groups.isFound(text, run);
        }

        @Override
        public boolean touchesDisk() {
            return text.touchesDisk();
        }
    }

    /** A comparison of two texts. */
    record Comparison(Operator operator, Template left, Template right) implements Condition {
        @Override
        public boolean isMet(ScriptRun run) {
            return operator.isMet(left.text(run), right.text(run));
        }

        @Override
        public boolean touchesDisk() {
            return left.touchesDisk() || right.touchesDisk();
        }
    }

    /** How two texts are compared: as numbers when both are, else by their letters in any case. */
    enum Operator {
        EQUAL("=="),
        UNEQUAL("!="),
        AT_LEAST(">="),
        AT_MOST("<="),
        GREATER(">"),
        LESS("<"),
        BEGINS_WITH("^~");

        /** Longer ones are compared by their letters: nobody counts so far. */
        private static final int MOST_DIGITS = 40;

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        boolean isMet(String left, String right) {
            return switch (this) {
                case BEGINS_WITH -> left.regionMatches(true, 0, right, 0, right.length());
                case EQUAL -> compare(left, right) == 0;
                case UNEQUAL -> compare(left, right) != 0;
                case AT_LEAST -> compare(left, right) >= 0;
                case AT_MOST -> compare(left, right) <= 0;
                case GREATER -> compare(left, right) > 0;
                case LESS -> compare(left, right) < 0;
            };
        }

        private static int compare(String left, String right) {
            if (isNumber(left) && isNumber(right)) {
                return new BigDecimal(left).compareTo(new BigDecimal(right));
            }
            return left.compareToIgnoreCase(right);
        }

        /** Digits, perhaps with a sign before and a fraction behind. */
        private static boolean isNumber(String text) {
            int start = text.startsWith("-") ? 1 : 0;
            int digits = 0;
            int points = 0;
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9') {
                    digits++;
                } else if (c == '.' && digits > 0 && i + 1 < text.length() && points == 0) {
                    points++;
                } else {
                    return false;
                }
            }
            return digits > 0 && digits <= MOST_DIGITS;
        }
    }
}
