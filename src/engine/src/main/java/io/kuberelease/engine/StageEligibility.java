package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Trigger;
import java.util.Collection;
import java.util.Optional;

/** Tells for a state of a release which stages are due, lost, or of no use any more. */
final class StageEligibility {
    private final ReleaseState state;

    StageEligibility(ReleaseState state) {
        this.state = state;
    }

    /** Whether the stage's turn has come. */
    boolean isDue(StageState stage) {
        return stage.isUntouched()
                && stage.stage()
                        .trigger()
                        .match(
                                after -> !isHopeless(stage) && allSatisfied(after.stages()),
                                afterwards -> isTimeToTidy(afterwards));
    }

    /** Whether an errored try will be repeated. */
    boolean willRetry(StageState stage) {
        return stage.hasTimeToRetry() && (isTidying(stage) || !isHopeless(stage));
    }

    /** Whether the stage failed, was stopped, or errored with no time left for another try. */
    boolean isLost(StageState stage) {
        return stage.isLost() || (stage.isErrored() && !stage.hasTimeToRetry());
    }

    /** Whether any stage is lost. */
    boolean anyLost() {
        return state.all().stream().anyMatch(this::isLost);
    }

    /**
     * Whether the stage's result can't matter any more: the release was aborted, or a stage is lost and this one is of
     * no environment that is seen through.
     */
    boolean isHopeless(StageState stage) {
        Optional<EnvironmentName> environment = stage.stage().id().environment();
        boolean seenThrough = environment
                .filter(place -> isCommitted(place) && !isLostIn(place))
                .isPresent();
        return state.abortedBy().isPresent() || (anyLost() && !seenThrough);
    }

    /**
     * Why the stage need not do anything any more: it serves tests that the image has passed before. Absent when it is
     * needed, has come to its end, or nothing can come of it anyhow.
     */
    Optional<String> notNeeded(StageState stage) {
        if (!stage.stage().task().servesTests() || stage.isSatisfied() || isLost(stage) || isHopeless(stage)) {
            return Optional.empty();
        }
        return state.output(StageOutput.TestedBefore.class)
                .map(StageOutput.TestedBefore::mark)
                .map(mark -> "the image passed these tests in release " + mark.release()
                        + mark.counts().map(counts -> ": " + counts).orElse(""));
    }

    /** Whether the environment is being changed, and so is seen through whatever happens elsewhere. */
    private boolean isCommitted(EnvironmentName environment) {
        return state.plan()
                .deploy(environment)
                .filter(deploy -> state.stage(deploy.id()).wasBegun())
                .isPresent();
    }

    private boolean isLostIn(EnvironmentName environment) {
        return state.in(environment).stream().anyMatch(this::isLost);
    }

    private boolean isTimeToTidy(Trigger.Afterwards afterwards) {
        return state.stage(afterwards.opened()).wasBegun()
                && afterwards.stages().stream().map(state::stage).allMatch(this::isAtRest);
    }

    /** Whether nothing more will happen with the stage. */
    private boolean isAtRest(StageState stage) {
        if (stage.isUntouched()) {
            return canNotBegin(stage);
        }
        if (stage.isWaiting()) {
            return false;
        }
        return !stage.isRunning() && !willRetry(stage);
    }

    private boolean canNotBegin(StageState stage) {
        return stage.stage().trigger().match(after -> isHopeless(stage), tidying -> {
            StageState opened = state.stage(tidying.opened());
            return !opened.wasBegun() && canNotBegin(opened);
        });
    }

    private boolean allSatisfied(Collection<StageId> stages) {
        return stages.stream().map(state::stage).allMatch(StageState::isSatisfied);
    }

    private static boolean isTidying(StageState stage) {
        return stage.stage().trigger().tidiesUp();
    }
}
