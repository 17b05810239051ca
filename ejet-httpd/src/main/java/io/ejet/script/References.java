package io.ejet.script;

import io.ejet.script.Template.Part;
import java.util.List;

/** The pieces of a template that are worth something else for each request. */
final class References {
    private References() {}

    /** What was captured, or what else the number means when the expression that was matched has no groups. */
    record Capture(int number, Part otherwise) implements Part {
        @Override
        public void append(Expansion expansion) {
            Captures captures = expansion.captures();
            String captured = captures.group(number);
            if (captured != null) {
                expansion.decoded(captured);
            } else if (captures.groups() == 0) {
                otherwise.append(expansion);
            }
        }

        @Override
        public boolean touchesDisk() {
            return otherwise.touchesDisk();
        }
    }

    /** What a group of a search has captured in the condition around, unless a rewrite has groups of its own. */
    record OfSearch(int slot, Part otherwise) implements Part {
        @Override
        public void append(Expansion expansion) {
            Worth captured = expansion.run().local(slot);
            if (captured == null || expansion.isOfRewriteWithGroups()) {
                otherwise.append(expansion);
            } else {
                expansion.worth(captured);
            }
        }

        @Override
        public boolean touchesDisk() {
            return otherwise.touchesDisk();
        }
    }

    /** What a group of the location's expression has captured, also within a rewrite, which has groups of its own. */
    record OfLocation(int number) implements Part {
        @Override
        public void append(Expansion expansion) {
            String captured = expansion.run().captures().group(number);
            if (captured != null) {
                expansion.decoded(captured);
            }
        }
    }

    /**
     * What a group of the host's expression captures: of the first one that is found in the name that was asked for. The search
     * is done when it is asked for, so that a request that does not ask pays nothing; a name has 255 bytes at most.
     */
    record OfHost(List<Group> groups) implements Part {
        /** An expression, and which of its groups counts: 0 when it has none such. */
        record Group(Regex regex, int number) {}

        OfHost {
            groups = List.copyOf(groups);
        }

        @Override
        public void append(Expansion expansion) {
            String name = expansion.run().value(Variable.HOST_NAME, null);
            for (Group group : groups) {
                Captures found = group.regex.find(name);
                if (found != null) {
                    String captured = group.number == 0 ? null : found.group(group.number);
                    expansion.decoded(captured == null ? "" : captured);
                    return;
                }
            }
        }
    }

    /** A local variable, or what else the name means. */
    record Local(int slot, Part otherwise) implements Part {
        @Override
        public void append(Expansion expansion) {
            Worth value = expansion.run().local(slot);
            if (value != null) {
                expansion.worth(value);
            } else {
                otherwise.append(expansion);
            }
        }

        @Override
        public String text(ScriptRun run, Captures captures, Encoding encoding) {
            Worth value = run.local(slot);
            return value != null ? value.text(encoding) : otherwise.text(run, captures, encoding);
        }

        @Override
        public boolean touchesDisk() {
            return otherwise.touchesDisk();
        }
    }

    /** A variable that needs no configuration. */
    record BuiltIn(Variable variable, String index) implements Part {
        @Override
        public void append(Expansion expansion) {
            String value = expansion.run().value(variable, index);
            if (variable.form() == Variable.Form.DECODED) {
                expansion.decoded(value);
            } else {
                expansion.plain(value);
            }
        }

        @Override
        public String text(ScriptRun run, Captures captures, Encoding encoding) {
            boolean isAsItIs = encoding == Encoding.NONE || variable.form() == Variable.Form.PLAIN;
            return isAsItIs ? run.value(variable, index) : Part.super.text(run, captures, encoding);
        }
    }

    /** What the disk knows of a file. */
    record OfFile(Variable variable, Template path) implements Part {
        @Override
        public void append(Expansion expansion) {
            Expansion name = expansion.another();
            path.append(name);
            expansion.plain(expansion.run().value(variable, name.toString()));
        }

        @Override
        public boolean touchesDisk() {
            return true;
        }
    }

    /** A setting. */
    record OfSetting(Template value) implements Part {
        @Override
        public void append(Expansion expansion) {
            value.append(expansion);
        }

        @Override
        public boolean touchesDisk() {
            return value.touchesDisk();
        }
    }

    /** A script that stands in a value. */
    record OfScript(Script script) implements Part {
        @Override
        public void append(Expansion expansion) {
            expansion.worth(script.value(expansion.run()));
        }

        @Override
        public boolean touchesDisk() {
            return script.touchesDisk();
        }
    }

    /** A name that means nothing. */
    record Nothing() implements Part {
        @Override
        public void append(Expansion expansion) {
            // it is empty
        }

        @Override
        public String text(ScriptRun run, Captures captures, Encoding encoding) {
            return "";
        }
    }
}
