package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput.BundleWritten;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageOutput.Deployed;
import io.kuberelease.journal.StageOutput.ImageBuilt;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import java.time.Instant;
import java.util.Optional;

/** What is written down about an environment at the end of its stages, whatever came of them. */
final class Records {
    private Records() {}

    static EnvironmentRecord entry(EnvironmentSpec environment, ReleaseState state) {
        ReleasePlan plan = state.plan();
        String group = environment.name().value();
        return new EnvironmentRecord(
                plan.release(),
                plan.app(),
                environment.name(),
                plan.version(),
                plan.source().commit(),
                state.output(ImageBuilt.class).orElseThrow().image(),
                state.output(BundleWritten.class).orElseThrow().bundle(),
                revision(group, state),
                lastEnd(group, state),
                plan.startedBy(),
                result(environment, state));
    }

    private static Result result(EnvironmentSpec environment, ReleaseState state) {
        if (EnvironmentActions.isUnchanged(state, environment)) {
            return Result.UNCHANGED;
        }
        boolean lost = state.all().stream()
                .filter(stage -> belongsTo(environment.name().value(), stage))
                .anyMatch(stage -> stage.isLost() || stage.isErrored());
        return lost ? Result.FAILED : Result.DEPLOYED;
    }

    private static int revision(String group, ReleaseState state) {
        return state.output(group, Deployed.class)
                .map(Deployed::revision)
                .or(() -> state.output(group, Compared.class)
                        .map(compared -> compared.diff().revision()))
                .orElse(0);
    }

    private static Instant lastEnd(String group, ReleaseState state) {
        return state.all().stream()
                .filter(stage -> belongsTo(group, stage))
                .map(StageState::endedAt)
                .flatMap(Optional::stream)
                .max(Instant::compareTo)
                .orElse(state.startedAt());
    }

    private static boolean belongsTo(String group, StageState stage) {
        return stage.stage().id().group().equals(group);
    }
}
