package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Failed;
import io.kuberelease.journal.StageOutcome.Skipped;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageOutput.Deployed;
import io.kuberelease.journal.StageOutput.Returned;
import io.kuberelease.journal.StageState;
import io.kuberelease.model.Cause;
import io.kuberelease.model.EnvironmentRecord;
import io.kuberelease.model.EnvironmentRecord.Result;
import io.kuberelease.model.ImageReference;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSecrets;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Installed;
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
        if (isOnlyUnknown(environment, state)) {
            return skipped("what is there was ready, and nothing speaks against it: only the check could not be made");
        }
        if (state.abortedBy().isPresent()) {
            return skipped("the release was aborted: what is there stays");
        }
        return ports.locks()
                .acquire(environment, state.plan().startedBy(), control)
                .thenCompose(held -> underLock(environment, state, control))
                .exceptionally(Outcomes::of);
    }

    /** Looks up the last good bundle under the lock: whoever had it before may have brought a better one. */
    private CompletionStage<StageOutcome> underLock(
            EnvironmentSpec environment, ReleaseState state, StageControl control) {
        Optional<String> notOurs = notOurs(environment, state, control);
        if (notOurs.isPresent()) {
            return skipped(notOurs.get());
        }
        return lastGood(environment, state)
                .map(record -> back(record, environment, state, control))
                .orElseGet(() -> skipped("there is no earlier bundle that was good here"));
    }

    private CompletionStage<StageOutcome> back(
            EnvironmentRecord good, EnvironmentSpec environment, ReleaseState state, StageControl control) {
        control.progress().note("returning to " + good.version() + " of release " + good.release());
        // Values are not brought back: a password that was changed stays changed where it is asked for.
        DeployRequest request =
                bundles.request(good.bundle(), environment.with(EnvironmentSecrets.AS_THEY_ARE), control);
        Comparison compared = ports.deployer().compare(request, control);
        CompletionStage<StageOutcome> outcome = compared.diff().unchanged()
                ? there(good, compared, control)
                : rollout.perform(request, compared, state, control);
        return outcome.exceptionally(Outcomes::of).thenApply(how -> told(good, how));
    }

    /** Why there is nothing of this release to take back; empty when Helm's last revision there is its own. */
    private Optional<String> notOurs(EnvironmentSpec environment, ReleaseState state, StageControl control) {
        Optional<Installed> last = ports.deployer().installed(environment);
        if (last.isEmpty()) {
            return Optional.of("nothing was changed: there is no revision");
        }
        Installed revision = last.get();
        if (revision.release().equals(Optional.of(control.release()))) {
            return Optional.empty();
        }
        return Optional.of(
                revision.revision() > before(environment, state)
                        ? "what is there now is not of this release: " + words(revision) + " came after it"
                        : "nothing was changed: revision " + revision.revision() + " is still there");
    }

    /** The revision and the release that made it, for messages. */
    static String words(Installed revision) {
        return "revision " + revision.revision() + ", "
                + revision.release().map(other -> "of release " + other).orElse("not by kube-release") + ",";
    }

    private static int before(EnvironmentSpec environment, ReleaseState state) {
        return state.output(environment.name(), Compared.class)
                .map(compared -> compared.diff().revision())
                .orElse(0);
    }

    /**
     * The good bundle is there already: an earlier try has brought it back, or the failed deployment changed nothing.
     */
    private static CompletionStage<StageOutcome> there(
            EnvironmentRecord good, Comparison compared, StageControl control) {
        return control.adopting()
                ? CompletableFuture.completedFuture(
                        new Succeeded(new Deployed(compared.diff().revision(), List.of())))
                : skipped("nothing was changed: " + good.version() + " is still there");
    }

    private static StageOutcome told(EnvironmentRecord good, StageOutcome outcome) {
        return outcome.output(Deployed.class)
                .<StageOutcome>map(deployed -> new Succeeded(new Returned(
                        good.release(),
                        good.version(),
                        good.commit(),
                        good.images(),
                        good.bundle(),
                        deployed.revision())))
                .or(() -> outcome.outdated()
                        .map(moved -> new Skipped("somebody else has changed it meanwhile: " + moved.why())))
                .or(() -> outcome.failed().map(failed -> failedToo(good, failed.cause())))
                .orElse(outcome);
    }

    private static StageOutcome failedToo(EnvironmentRecord good, Cause cause) {
        String summary = "could not return to " + good.version() + " either: " + cause.summary();
        return new Failed(new Cause(cause.kind(), summary, cause.evidence(), cause.suggestion()));
    }

    private Optional<EnvironmentRecord> lastGood(EnvironmentSpec environment, ReleaseState state) {
        ImageReference bad = state.bundle().orElseThrow();
        return ports.records().history(environment).stream()
                .filter(entry -> entry.result() != Result.FAILED)
                .filter(entry -> !entry.bundle().equals(bad))
                .findFirst();
    }

    private static boolean hasFailed(EnvironmentSpec environment, ReleaseState state) {
        return state.in(environment.name()).stream().anyMatch(stage -> stage.isLost() || stage.isErrored());
    }

    /** A cluster that could not be asked whether the app is well is no reason to take a ready app away. */
    private static boolean isOnlyUnknown(EnvironmentSpec environment, ReleaseState state) {
        Optional<StageId> check = state.plan().verify(environment.name()).map(TypedStage::id);
        List<StageState> own = state.in(environment.name());
        return own.stream().noneMatch(StageState::isLost)
                && own.stream()
                        .filter(StageState::isErrored)
                        .allMatch(
                                stage -> check.equals(Optional.of(stage.stage().id())))
                && state.plan()
                        .deploy(environment.name())
                        .filter(deploy -> state.stage(deploy.id()).isSatisfied())
                        .isPresent();
    }

    private static CompletionStage<StageOutcome> skipped(String why) {
        return CompletableFuture.completedFuture(new Skipped(why));
    }
}
