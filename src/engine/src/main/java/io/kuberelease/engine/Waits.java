package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides how a stage's wait ends. A wait for a person ends with a decision, which the stage then looks at, or when its
 * time is up; a wait for a time ends with it, and the stage looks again. Both end when the release can't use them any
 * more.
 */
final class Waits {
    private Waits() {}

    static Optional<Effect> end(StageState stage, ReleaseState state, StageEligibility stageEligibility, Instant now) {
        if (stageEligibility.isHopeless(stage)) {
            return Optional.of(conclude(stage, new StageOutcome.Aborted("it is not waited for any more")));
        }
        if (stage.stage().task().waitsForPerson()) {
            return state.isFreshlyDecided(stage.stage().id())
                    ? Optional.of(new Effect.Start(stage.stage(), stage.attempts() + 1, true))
                    : late(stage, now).map(outcome -> conclude(stage, outcome));
        }
        return until(stage)
                .filter(end -> !now.isBefore(end))
                .map(end -> new Effect.Start(stage.stage(), stage.attempts() + 1, true));
    }

    /** Whether it waits for a time, and not for a person. */
    static boolean isForTime(StageState stage) {
        return stage.isWaiting() && !stage.stage().task().waitsForPerson();
    }

    private static Effect conclude(StageState stage, StageOutcome outcome) {
        return new Effect.Conclude(stage.stage().id(), stage.attempts(), outcome);
    }

    /** When the stage stops waiting, if it waits. */
    static Optional<Instant> until(StageState stage) {
        return stage.waiting().map(StageOutcome.Waiting::until);
    }

    /**
     * The last decision on the stage; empty when it approves something else than what would be done now. A rejection
     * always counts.
     */
    static Optional<Approval> decision(StageState stage, ReleaseState state) {
        return Optional.ofNullable(state.decisions().get(stage.stage().id()))
                .filter(approval -> isAboutThis(approval, stage, state));
    }

    private static boolean isAboutThis(Approval approval, StageState stage, ReleaseState state) {
        if (!approval.granted()) {
            return true;
        }
        Optional<ImageReference> bundle = state.bundle();
        Optional<Compared> compared = state.output(approval.environment(), Compared.class);
        return bundle.isPresent()
                && compared.isPresent()
                && stage.stage().id().environment().equals(Optional.of(approval.environment()))
                && approval.isAbout(bundle.get(), compared.get().diff());
    }

    private static Optional<StageOutcome> late(StageState stage, Instant now) {
        return until(stage)
                .filter(end -> !now.isBefore(end))
                .map(end -> new Failed(Cause.of(CauseKind.DEADLINE, "nobody approved until " + end)
                        .suggesting("run the release again, and allow more time with approval.within")));
    }
}
