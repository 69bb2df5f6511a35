package io.kuberelease.api;

import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.StageTask;
import io.kuberelease.view.Details;
import io.kuberelease.view.Doing;
import io.kuberelease.view.Harmless;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One stage on the time axis.
 *
 * @param id its name in the plan, for example {@code staging.deploy}
 * @param words what it does, for example {@code building the image}
 * @param waits whether its time is a wait for a person or a moment, and no work
 * @param tidying whether it only tidies up after others
 * @param startedAt when its first try began
 * @param endedAt when its last try ended; absent while one is under way and while it waits
 * @param dueAt when no more will be waited for it
 * @param attempts how many tries have begun
 * @param again why its turn comes once more, when what it was based on has changed
 * @param says what it waits for, why it was not needed, or what is left where it was stopped
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

    /** How far it has come. */
    public enum State {
        PENDING,
        RUNNING,
        /** For something outside: a person, or a lock. */
        WAITING,
        /** The world foiled a try; there will be another. */
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
        return new StageData(
                id.value(),
                Harmless.text(Doing.of(stage.stage().task())),
                state,
                isWait(stage.stage().task()),
                tidying,
                stage.startedAt(),
                state == State.WAITING ? Optional.empty() : stage.endedAt(),
                stage.dueAt(),
                stage.attempts(),
                stage.again().map(Harmless::text),
                stage.outcome().flatMap(StageData::says).map(Harmless::text),
                state == State.RUNNING ? details.noteOf(id).map(Harmless::text) : Optional.empty(),
                Harmless.lines(details.logOf(id)),
                cause(stage));
    }

    private static boolean isWait(StageTask task) {
        return task instanceof StageTask.AwaitApproval
                || task instanceof StageTask.Soak
                || task instanceof StageTask.AwaitThaw;
    }

    static State state(StageState stage, boolean over) {
        if (stage.isUntouched()) {
            return over ? State.NOT_REACHED : State.PENDING;
        }
        StageOutcome outcome = stage.outcome().orElse(null);
        if (outcome == null || outcome instanceof StageOutcome.Waiting) {
            State open = outcome == null ? State.RUNNING : State.WAITING;
            return over ? State.STOPPED : open;
        }
        if (outcome instanceof StageOutcome.Errored) {
            return over ? State.FAILED : State.RETRYING;
        }
        if (outcome instanceof StageOutcome.Skipped) {
            return State.SKIPPED;
        }
        if (outcome instanceof StageOutcome.Failed) {
            return State.FAILED;
        }
        return outcome instanceof StageOutcome.Aborted ? State.STOPPED : State.SUCCEEDED;
    }

    private static Optional<String> says(StageOutcome outcome) {
        if (outcome instanceof StageOutcome.Waiting waiting) {
            return Optional.of(waiting.what());
        }
        if (outcome instanceof StageOutcome.Skipped skipped) {
            return Optional.of(skipped.why());
        }
        return outcome instanceof StageOutcome.Aborted aborted ? Optional.of(aborted.left()) : Optional.empty();
    }

    private static Optional<CauseData> cause(StageState stage) {
        StageOutcome outcome = stage.outcome().orElse(null);
        if (outcome instanceof StageOutcome.Failed failed) {
            return Optional.of(CauseData.of(failed.cause()));
        }
        return outcome instanceof StageOutcome.Errored errored
                ? Optional.of(CauseData.of(errored.cause()))
                : Optional.empty();
    }
}
