package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** What can still become of each stage. */
final class Outlook {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);
    private static final int BACKOFF_DOUBLINGS = 5;

    private final ReleaseState state;

    Outlook(ReleaseState state) {
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

    /** Whether a try foiled by the world will be repeated. */
    boolean willRetry(StageState stage) {
        return stage.isErrored()
                && (isTidying(stage) || !isHopeless(stage))
                && retryAt(stage).isBefore(stage.dueAt().orElseThrow());
    }

    /** When a foiled try is repeated: not before the world asked for it, nor before the backoff has passed. */
    Instant retryAt(StageState stage) {
        StageOutcome.Errored errored = (StageOutcome.Errored) stage.outcome().orElseThrow();
        Duration wait = backoff(stage.attempts());
        Duration asked = errored.retryAfter();
        return stage.endedAt().orElseThrow().plus(asked.compareTo(wait) > 0 ? asked : wait);
    }

    /** Whether the stage failed, was stopped, or was foiled for the last time. */
    boolean isLost(StageState stage) {
        return stage.isLost() || (stage.isErrored() && !hasTimeLeft(stage));
    }

    /** Whether any stage is lost. */
    boolean anyLost() {
        return state.all().stream().anyMatch(this::isLost);
    }

    /** Whether the result of the stage can't matter any more: aborted, or something it belongs with was lost. */
    boolean isHopeless(StageState stage) {
        String group = stage.stage().id().group();
        return state.abortedBy().isPresent() || (anyLost() && (!isCommitted(group) || isLostIn(group)));
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

    /** An environment that is being changed is seen through, whatever happens elsewhere. */
    private boolean isCommitted(String group) {
        return inGroup(group).stream()
                .anyMatch(stage -> stage.stage().task() instanceof StageTask.Deploy && stage.wasBegun());
    }

    private boolean isLostIn(String group) {
        return inGroup(group).stream().anyMatch(this::isLost);
    }

    private Collection<StageState> inGroup(String group) {
        return state.all().stream()
                .filter(stage -> stage.stage().id().group().equals(group))
                .toList();
    }

    private boolean hasTimeLeft(StageState stage) {
        return retryAt(stage).isBefore(stage.dueAt().orElseThrow());
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
        return stage.stage().trigger() instanceof Trigger.Afterwards;
    }

    private static Duration backoff(int attempts) {
        Duration wait = FIRST_BACKOFF.multipliedBy(1L << Math.min(BACKOFF_DOUBLINGS, Math.max(0, attempts - 1)));
        return wait.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : wait;
    }
}
