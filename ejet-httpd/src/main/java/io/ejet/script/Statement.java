package io.ejet.script;

import java.util.List;

/** A step of a script. Immutable; any thread. */
interface Statement {
    /**
     * Does it.
     *
     * @return null to go on with the next one
     */
    Flow run(Execution execution);

    /** Whether the disk has to be asked. */
    default boolean touchesDisk() {
        return false;
    }

    /** Whether something may come of it that is added to the body of the answer. */
    default boolean mayAddToBody() {
        return false;
    }

    /** A statement and where it stands; of an {@code if}, where its condition ends. */
    record Step(int start, int end, Statement statement) {}

    /** Statements one after the other. */
    record Block(List<Step> steps) implements Statement {
        public Block {
            steps = List.copyOf(steps);
        }

        @Override
        public Flow run(Execution execution) {
            ScriptTrace trace = execution.trace();
            for (int i = 0; i < steps.size(); i++) {
                Step step = steps.get(i);
                if (trace != null) {
                    trace.onStatement(execution.script(), step.start, step.end);
                }
                Flow flow = step.statement.run(execution);
                if (flow != null) {
                    return flow;
                }
            }
            return null;
        }

        @Override
        public boolean touchesDisk() {
            return steps.stream().anyMatch(step -> step.statement.touchesDisk());
        }

        @Override
        public boolean mayAddToBody() {
            return steps.stream().anyMatch(step -> step.statement.mayAddToBody());
        }
    }

    /** {@code if (condition) met else otherwise}; the latter is an empty block when there is none. */
    record If(Condition condition, Statement met, Statement otherwise) implements Statement {
        @Override
        public Flow run(Execution execution) {
            boolean isMet = condition.isMet(execution.run());
            if (execution.trace() != null) {
                execution.trace().onCondition(isMet);
            }
            return (isMet ? met : otherwise).run(execution);
        }

        @Override
        public boolean touchesDisk() {
            return condition.touchesDisk() || met.touchesDisk() || otherwise.touchesDisk();
        }

        @Override
        public boolean mayAddToBody() {
            return met.mayAddToBody() || otherwise.mayAddToBody();
        }
    }

    /** {@code set $name value}; the constant is null when the value depends on the request. */
    record Set(int slot, Template value, Worth constant) implements Statement {
        Set(int slot, Template value) {
            this(slot, value, value.constant() == null ? null : Worth.of(value.constant()));
        }

        @Override
        public Flow run(Execution execution) {
            execution.run().setLocal(slot, constant == null ? Worth.of(value, execution.run()) : constant);
            return null;
        }

        @Override
        public boolean touchesDisk() {
            return value.touchesDisk();
        }
    }

    /** {@code set $name[index] value}. */
    record SetElement(Variable variable, String index, Template value) implements Statement {
        @Override
        public Flow run(Execution execution) {
            Encoding encoding = variable == Variable.QUERY ? Encoding.QUERY : Encoding.FIELD;
            execution.run().setElement(variable, index, value.text(execution.run(), null, encoding));
            return null;
        }

        @Override
        public boolean touchesDisk() {
            return value.touchesDisk();
        }
    }

    /** {@code return value}. */
    record Return(Template value) implements Statement {
        @Override
        public Flow run(Execution execution) {
            execution.value(Worth.of(value, execution.run()));
            return Flow.NEXT;
        }

        @Override
        public boolean touchesDisk() {
            return value.touchesDisk();
        }
    }

    /** {@code reply status text}; the text is null when there is none. */
    record Reply(int status, Template text) implements Statement {
        @Override
        public Flow run(Execution execution) {
            ScriptRun run = execution.run();
            boolean isLocation = status >= 300 && status < 400;
            String said = text == null ? null : text.text(run, null, isLocation ? Encoding.PATH : Encoding.NONE);
            run.reply(status, said);
            return Flow.ANSWERED;
        }

        @Override
        public boolean touchesDisk() {
            return text != null && text.touchesDisk();
        }
    }

    /** {@code addReqHeader} and its kin; the value is null to delete. */
    record Header(boolean isOfRequest, String name, Template value) implements Statement {
        @Override
        public Flow run(Execution execution) {
            ScriptRun run = execution.run();
            String text = value == null ? null : value.text(run, null, Encoding.FIELD);
            if (isOfRequest) {
                run.requestHeader(name, text);
            } else {
                run.responseHeader(name, text);
            }
            return null;
        }

        @Override
        public boolean touchesDisk() {
            return value != null && value.touchesDisk();
        }
    }

    /** {@code addResBody} and its kin. */
    record AddToBody(Template what, boolean isFile, boolean isBefore) implements Statement {
        @Override
        public Flow run(Execution execution) {
            execution.run().addToBody(what.text(execution.run()), isFile, isBefore);
            return null;
        }

        @Override
        public boolean touchesDisk() {
            return isFile || what.touchesDisk();
        }

        @Override
        public boolean mayAddToBody() {
            return true;
        }
    }

    /** {@code closecache} and {@code removecache}. */
    record CloseCache(boolean isRemoved) implements Statement {
        @Override
        public Flow run(Execution execution) {
            execution.run().closeCache(isRemoved);
            return null;
        }
    }
}
