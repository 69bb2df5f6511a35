package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.Approved;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageOutput.Deployed;
import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Circumstances;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Makes the records that are written about an environment at the end of its stages, also after a failure. */
final class RecordFactory {
    private RecordFactory() {}

    /**
     * The record of this release in the environment.
     *
     * @param made the last revision that this release made there; empty when it made none or the state has it
     */
    static EnvironmentRecord entry(EnvironmentSpec environment, ReleaseState state, Optional<Integer> made) {
        ReleasePlan plan = state.plan();
        return new EnvironmentRecord(
                plan.release(),
                plan.app(),
                environment.name(),
                plan.version(),
                plan.source().commit(),
                state.images().orElseThrow(),
                state.bundle().orElseThrow(),
                revision(environment.name(), state, made),
                lastEnd(environment.name(), state),
                plan.startedBy(),
                result(environment, state),
                new Circumstances(plan.kind(), took(environment.name(), state), approvedBy(environment.name(), state)));
    }

    /** The record of the bundle that was brought back after a failure; empty when none was. */
    static Optional<EnvironmentRecord> returned(EnvironmentSpec environment, ReleaseState state) {
        ReleasePlan plan = state.plan();
        return state.output(environment.name(), Returned.class)
                .map(back -> new EnvironmentRecord(
                        plan.release(),
                        plan.app(),
                        environment.name(),
                        back.version(),
                        back.commit(),
                        back.images(),
                        back.bundle(),
                        back.revision(),
                        lastEnd(environment.name(), state),
                        plan.startedBy(),
                        Result.RETURNED));
    }

    private static Result result(EnvironmentSpec environment, ReleaseState state) {
        if (EnvironmentActions.isUnchanged(state, environment)) {
            return Result.UNCHANGED;
        }
        boolean lost = state.in(environment.name()).stream().anyMatch(stage -> stage.isLost() || stage.isErrored());
        return lost ? Result.FAILED : Result.DEPLOYED;
    }

    /**
     * The deployed revision; of a failed deployment the one that it made, else the one that was there before, else 0.
     */
    private static int revision(EnvironmentName environment, ReleaseState state, Optional<Integer> made) {
        boolean returned = state.output(environment, Returned.class).isPresent();
        return state.output(environment, Deployed.class)
                .map(Deployed::revision)
                .or(() -> made.map(last -> returned ? last - 1 : last))
                .or(() -> state.output(environment, Compared.class)
                        .map(compared -> compared.diff().revision()))
                .orElse(0);
    }

    /**
     * Counted from the start of the deploy stage, so without waiting for people or for other releases, and without the
     * times in which nobody carried the release on; empty if it never began.
     */
    private static Optional<Duration> took(EnvironmentName environment, ReleaseState state) {
        return state.plan()
                .deploy(environment)
                .flatMap(deploy -> state.stage(deploy.id()).startedAt())
                .map(begun -> state.silences().without(begun, lastEnd(environment, state)));
    }

    private static Optional<String> approvedBy(EnvironmentName environment, ReleaseState state) {
        return state.output(environment, Approved.class)
                .map(approved -> approved.approval().by());
    }

    private static Instant lastEnd(EnvironmentName environment, ReleaseState state) {
        return state.in(environment).stream()
                .map(StageState::endedAt)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(state.startedAt());
    }
}
