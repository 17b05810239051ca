package io.ejet.script;

import io.ejet.script.Template.Part;

/** The pieces of a template that are worth something else for each request. */
final class References {
    private References() {}

    /** What was captured, or what else the name means. */
    record Capture(int number, Part otherwise) implements Part {
        @Override
        public void append(Expansion expansion) {
            String captured = expansion.group(number);
            if (captured != null) {
                expansion.decoded(captured);
            } else {
                otherwise.append(expansion);
            }
        }

        @Override
        public boolean touchesDisk() {
            return otherwise.touchesDisk();
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
