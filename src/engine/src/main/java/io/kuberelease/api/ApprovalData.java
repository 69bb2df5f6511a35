package io.kuberelease.api;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The approval that an environment asks for.
 *
 * @param stage the stage that waits for it
 * @param by groups or users who may give it; empty: anybody who may deploy
 * @param until when it lapses; absent unless it is waited for
 * @param decision the last decision
 */
public record ApprovalData(
        String stage, State state, List<String> by, Optional<Instant> until, Optional<DecisionData> decision) {
    public ApprovalData {
        by = List.copyOf(by);
    }

    /** The state of the request for approval. */
    public enum State {
        /** It will be asked for. */
        NEEDED,
        WAITING,
        GRANTED,
        REJECTED,
        /** Nobody decided in time. */
        LAPSED,
        /** Nobody was asked: nothing changed there, or the release ended first. */
        NOT_ASKED
    }

    static Optional<ApprovalData> of(ReleaseState release, EnvironmentName environment) {
        return release.plan().approval(environment).map(asked -> of(release, asked));
    }

    private static ApprovalData of(ReleaseState release, TypedStage<StageTask.AwaitApproval> asked) {
        StageState stage = release.stage(asked.id());
        State state = state(stage, release.result().isPresent());
        return new ApprovalData(
                asked.id().value(),
                state,
                asked.task().rule().by(),
                state == State.WAITING ? stage.waiting().map(StageOutcome.Waiting::until) : Optional.empty(),
                Optional.ofNullable(release.decisions().get(asked.id()))
                        .map(approval -> DecisionData.of(approval, release)));
    }

    private static State state(StageState stage, boolean over) {
        return switch (StageData.state(stage, over)) {
            case PENDING, RETRYING -> State.NEEDED;
            case RUNNING, WAITING -> State.WAITING;
            case SUCCEEDED -> State.GRANTED;
            case FAILED -> isRejected(stage) ? State.REJECTED : State.LAPSED;
            case SKIPPED, STOPPED, NOT_REACHED -> State.NOT_ASKED;
        };
    }

    private static boolean isRejected(StageState stage) {
        return stage.hasFailed()
                && stage.trouble()
                        .filter(cause -> cause.kind() == CauseKind.REJECTED)
                        .isPresent();
    }
}
