package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutcome.Skipped;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput.Deployed;
import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.StageControl;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Brings an environment back to its last good bundle after its deployment or its checks have failed: a deployment like
 * any other, of a bundle that is known to work there.
 */
final class ReturnActions {
    private final Ports ports;
    private final Bundles bundles;
    private final Rollout rollout;

    ReturnActions(Ports ports, Bundles bundles, Rollout rollout) {
        this.ports = ports;
        this.bundles = bundles;
        this.rollout = rollout;
    }

    CompletionStage<StageOutcome> perform(StageTask.ReturnToLastGood task, ReleaseState state, StageControl control) {
        EnvironmentSpec environment = task.environment();
        if (!hasFailed(environment, state)) {
            return skipped("not needed");
        }
        if (state.abortedBy().isPresent()) {
            return skipped("the release was aborted: what is there stays");
        }
        Optional<EnvironmentRecord> good = lastGood(environment, state);
        return good.map(record -> back(record, environment, state, control))
                .orElseGet(() -> skipped("there is no earlier bundle that was good here"));
    }

    private CompletionStage<StageOutcome> back(
            EnvironmentRecord good, EnvironmentSpec environment, ReleaseState state, StageControl control) {
        control.progress().note("returning to " + good.version() + " of release " + good.release());
        return ports.locks()
                .acquire(environment, state.plan().startedBy(), control)
                .thenCompose(held -> {
                    DeployRequest request = bundles.request(good.bundle(), environment, control);
                    Comparison compared = ports.deployer().compare(request, control);
                    return compared.diff().unchanged()
                            ? there(good, compared, control)
                            : rollout.perform(request, compared, state, control);
                })
                .exceptionally(Outcomes::of)
                .thenApply(outcome -> told(good, outcome));
    }

    /** An earlier try has brought it back, or the deployment had failed before it changed anything. */
    private static CompletionStage<StageOutcome> there(
            EnvironmentRecord good, Comparison compared, StageControl control) {
        return control.adopting()
                ? CompletableFuture.completedFuture(
                        new Succeeded(new Deployed(compared.diff().revision(), List.of())))
                : skipped("nothing was changed: " + good.version() + " is still there");
    }

    private static StageOutcome told(EnvironmentRecord good, StageOutcome outcome) {
        if (outcome instanceof Succeeded done && done.output() instanceof Deployed deployed) {
            return new Succeeded(new Returned(
                    good.release(), good.version(), good.commit(), good.image(), good.bundle(), deployed.revision()));
        }
        if (outcome instanceof Failed failed) {
            Cause cause = failed.cause();
            String summary = "could not return to " + good.version() + " either: " + cause.summary();
            return new Failed(new Cause(cause.kind(), summary, cause.evidence(), cause.suggestion()));
        }
        return outcome;
    }

    private Optional<EnvironmentRecord> lastGood(EnvironmentSpec environment, ReleaseState state) {
        ImageReference bad = state.bundle().orElseThrow();
        return ports.records().history(environment).stream()
                .filter(entry -> entry.result() != Result.FAILED)
                .filter(entry -> !entry.bundle().equals(bad))
                .findFirst();
    }

    private static boolean hasFailed(EnvironmentSpec environment, ReleaseState state) {
        return state.all().stream()
                .filter(stage ->
                        stage.stage().id().group().equals(environment.name().value()))
                .anyMatch(stage -> stage.isLost() || stage.isErrored());
    }

    private static CompletionStage<StageOutcome> skipped(String why) {
        return CompletableFuture.completedFuture(new Skipped(why));
    }
}
