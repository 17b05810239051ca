package io.ejet.server;

import io.ejet.script.ScriptException;
import java.util.HashMap;
import java.util.Map;

/**
 * What scripts have asked of the disk for one request, and what it has answered.
 *
 * <p>The disk blocks. Where that is allowed it is asked at once; elsewhere the run ends with {@link Unanswered}, the disk is asked
 * on another thread, and all is run anew with what it has answered.
 *
 * <p>Threading: the owner. Bounds: {@value #MOST_QUESTIONS} questions.
 */
final class DiskAnswers {
    private static final int MOST_QUESTIONS = 64;

    private boolean mayBlock;

    /** Null before anything was asked. */
    private Map<DiskQuestion, Object> known;

    /** The run needs an answer of the disk. */
    static final class Unanswered extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient DiskQuestion question;

        Unanswered(DiskQuestion question) {
            super(null, null, false, false);
            this.question = question;
        }

        DiskQuestion question() {
            return question;
        }
    }

    /**
     * Nothing is known yet.
     *
     * @param mayBlock whether the disk may be asked here
     */
    DiskAnswers(boolean mayBlock) {
        this.mayBlock = mayBlock;
    }

    /** From now on nobody waits for the disk. */
    void askNoMore() {
        mayBlock = false;
    }

    /** What the disk has answered. */
    void add(DiskQuestion question, Object answer) {
        if (known == null) {
            known = new HashMap<>();
        }
        known.put(question, answer);
    }

    /**
     * Asks what is never answered here, since it takes too long also for who may block.
     *
     * @throws Unanswered when the answer is not known
     */
    boolean toLogin(DiskQuestion.IsLogin question) {
        Object answer = known == null ? null : known.get(question);
        if (answer == null) {
            throw new Unanswered(question);
        }
        return (Boolean) answer;
    }

    /**
     * Asks.
     *
     * @throws Unanswered when the answer is not known and may not be waited for
     * @throws ScriptException when there is none, or when too much is asked
     */
    Object to(DiskQuestion question) {
        Object answer = known == null ? null : known.get(question);
        if (answer != null) {
            return answer;
        } else if (known != null && known.size() == MOST_QUESTIONS) {
            throw new ScriptException("the scripts ask the disk more than " + MOST_QUESTIONS + " times");
        } else if (!mayBlock) {
            throw new Unanswered(question);
        }
        try {
            add(question, question.call());
        } catch (Exception e) {
            throw new ScriptException("the disk does not answer " + question + ": " + e);
        }
        return known.get(question);
    }
}
