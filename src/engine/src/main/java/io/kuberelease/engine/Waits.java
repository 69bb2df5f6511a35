package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageReference;
import java.time.Instant;
import java.util.Optional;

/**
 * How a wait ends: for a person by a decision about this very change, or by the time; for a time by its end, when the
 * stage looks again; and each by an abort.
 */
final class Waits {
    private Waits() {}

    static Optional<Effect> end(StageState stage, ReleaseState state, Outlook outlook, Instant now) {
        if (outlook.isHopeless(stage)) {
            return Optional.of(
                    conclude(stage, new StageOutcome.Aborted("nothing was changed; it is not waited for any more")));
        }
        if (stage.stage().task().waitsForPerson()) {
            return decided(stage, state, now).map(outcome -> conclude(stage, outcome));
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

    private static Optional<StageOutcome> decided(StageState stage, ReleaseState state, Instant now) {
        Optional<StageOutcome> decided = Optional.ofNullable(
                        state.decisions().get(stage.stage().id()))
                .filter(approval -> isAboutThis(approval, stage, state))
                .map(Waits::outcome);
        return decided.isPresent() ? decided : late(stage, now);
    }

    /** When the stage stops waiting, if it waits. */
    static Optional<Instant> until(StageState stage) {
        return stage.outcome()
                .filter(StageOutcome.Waiting.class::isInstance)
                .map(outcome -> ((StageOutcome.Waiting) outcome).until());
    }

    private static boolean isAboutThis(Approval approval, StageState stage, ReleaseState state) {
        if (!approval.granted()) {
            return true;
        }
        Optional<ImageReference> bundle = state.bundle();
        Optional<Compared> compared = state.output(stage.stage().id().group(), Compared.class);
        return bundle.isPresent()
                && compared.isPresent()
                && approval.environment().value().equals(stage.stage().id().group())
                && approval.isAbout(bundle.get(), compared.get().diff());
    }

    private static StageOutcome outcome(Approval approval) {
        if (approval.granted()) {
            return new Succeeded(new StageOutput.Approved(approval));
        }
        String comment = approval.comment().map(said -> ": " + said).orElse("");
        return new Failed(Cause.of(CauseKind.REJECTED, "rejected by " + approval.by() + comment));
    }

    private static Optional<StageOutcome> late(StageState stage, Instant now) {
        return until(stage)
                .filter(end -> !now.isBefore(end))
                .map(end -> new Failed(Cause.of(CauseKind.DEADLINE, "nobody approved until " + end)
                        .suggesting("run the release again, and allow more time with approval.within")));
    }
}
