package io.kuberelease.api;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.StageId;
import io.kuberelease.view.Details;
import io.kuberelease.view.StageText;
import io.kuberelease.view.TextSanitizer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One stage on the time axis.
 *
 * @param id its name in the plan, for example {@code staging.deploy}
 * @param words what it does, for example {@code building the image}; while nothing is under way, what it is for, as the
 *     plan says it
 * @param waits whether its time is a wait for a person or a moment, and no work
 * @param tidying whether it only tidies up after others
 * @param startedAt when its first try began
 * @param endedAt when its last try ended; absent while one is under way and while it waits
 * @param dueAt its deadline
 * @param attempts how many tries have begun
 * @param again why its turn came again, when what it was based on had changed
 * @param says what it waits for, why it was not needed, or what it has left when it was stopped
 * @param note what it is doing at this moment
 * @param log the last lines of its programs, oldest first
 * @param cause why its last try did not succeed
 */
public record StageData(
        String id,
        String words,
        State state,
        boolean waits,
        boolean tidying,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Instant> dueAt,
        int attempts,
        Optional<String> again,
        Optional<String> says,
        Optional<String> note,
        List<String> log,
        Optional<CauseData> cause) {

    public StageData {
        log = List.copyOf(log);
    }

    /** The state of a stage. */
    public enum State {
        PENDING,
        RUNNING,
        /** It waits for a person or for a time; a stage that waits for a lock is {@link #RUNNING}. */
        WAITING,
        /** The last try failed for a reason outside the app; there will be another. */
        RETRYING,
        SUCCEEDED,
        /** It was not needed. */
        SKIPPED,
        FAILED,
        STOPPED,
        /** The release ended before its turn came. */
        NOT_REACHED
    }

    static StageData of(StageState stage, boolean tidying, boolean over, Details details) {
        StageId id = stage.stage().id();
        State state = state(stage, over);
        StageText text = StageText.of(stage.stage().task());
        return new StageData(
                id.value(),
                TextSanitizer.text(state == State.RUNNING || state == State.RETRYING ? text.running() : text.planned()),
                state,
                text.is(StageText.Trait.WAITING),
                tidying,
                stage.startedAt(),
                state == State.WAITING ? Optional.empty() : stage.endedAt(),
                stage.dueAt(),
                stage.attempts(),
                stage.again().map(TextSanitizer::text),
                stage.outcome().flatMap(StageData::says).map(TextSanitizer::text),
                state == State.RUNNING ? details.noteOf(id).map(TextSanitizer::text) : Optional.empty(),
                TextSanitizer.lines(details.logOf(id)),
                stage.trouble().map(CauseData::of));
    }

    static State state(StageState stage, boolean over) {
        if (stage.isUntouched()) {
            return over ? State.NOT_REACHED : State.PENDING;
        }
        return stage.outcome()
                .map(outcome -> outcome.match(new States(over)))
                .orElse(over ? State.STOPPED : State.RUNNING);
    }

    /**
     * The state for each kind of outcome.
     *
     * @param over whether the release is over, and so nothing goes on or is tried again
     */
    private record States(boolean over) implements StageOutcome.Cases<State> {
        @Override
        public State succeeded(StageOutcome.Succeeded outcome) {
            return State.SUCCEEDED;
        }

        @Override
        public State waiting(StageOutcome.Waiting outcome) {
            return over ? State.STOPPED : State.WAITING;
        }

        @Override
        public State failed(StageOutcome.Failed outcome) {
            return State.FAILED;
        }

        @Override
        public State errored(StageOutcome.Errored outcome) {
            return over ? State.FAILED : State.RETRYING;
        }

        @Override
        public State skipped(StageOutcome.Skipped outcome) {
            return State.SKIPPED;
        }

        /** ReleaseState reopens an outdated stage, so that its turn comes again and this outcome is not kept. */
        @Override
        public State outdated(StageOutcome.Outdated outcome) {
            return over ? State.NOT_REACHED : State.PENDING;
        }

        @Override
        public State aborted(StageOutcome.Aborted outcome) {
            return State.STOPPED;
        }
    }

    private static Optional<String> says(StageOutcome outcome) {
        return outcome.waiting()
                .map(StageOutcome.Waiting::what)
                .or(() -> outcome.skipped().map(StageOutcome.Skipped::why))
                .or(() -> outcome.aborted().map(StageOutcome.Aborted::left));
    }
}
