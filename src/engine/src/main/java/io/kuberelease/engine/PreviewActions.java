package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ResourceIdentity;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.StageTask.ClaimPreview;
import io.kuberelease.port.Previews.Claimed;
import io.kuberelease.port.ResourceTracker.TrackRequest;
import io.kuberelease.port.ResourceTracker.Tracking;
import io.kuberelease.port.ResourceTracker.Verdict;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.TestRequest;
import io.kuberelease.port.TestRunner.TestResult;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** The stages that only a preview has. Each can be done again: what an earlier try has done is found in the cluster. */
final class PreviewActions {
    private final Ports ports;
    private final Executor workers;

    PreviewActions(Ports ports, Executor workers) {
        this.ports = ports;
        this.workers = workers;
    }

    StageOutcome claim(ClaimPreview task, ReleaseState state, StageControl control) {
        Claimed claimed = ports.previews()
                .claim(task.environment(), task.claim(), state.plan().startedBy(), control);
        task.contents().filter(contents -> !claimed.fresh()).ifPresent(contents -> ports.previewContents()
                .keepOnly(task.environment(), contents, control));
        return new StageOutcome.Succeeded(new StageOutput.PreviewClaimed(claimed.uid()));
    }

    /**
     * Refuses to touch a namespace that is not the one that was claimed: somebody may have deleted that, and made another
     * of its name. Giving a lock back asks by itself whose it is.
     */
    void requireClaimed(StageTask task, ReleaseState state) {
        if (task instanceof ClaimPreview || task instanceof StageTask.Unlock) {
            return;
        }
        task.reaches().ifPresent(environment -> state.output(environment.name(), StageOutput.PreviewClaimed.class)
                .ifPresent(claimed -> ports.previews().require(environment, claimed.uid())));
    }

    StageOutcome limit(StageTask.LimitPreview task) {
        ports.previewContents().limit(task.environment(), task.quota());
        return Outcomes.done();
    }

    StageOutcome copySecrets(StageTask.CopySecrets task, StageControl control) {
        ports.previewContents().copy(task.environment(), task.secrets(), control);
        return Outcomes.done();
    }

    CompletionStage<StageOutcome> keepDatastores(StageTask.KeepDatastores task, StageControl control) {
        List<ResourceIdentity> wanted = ports.previewContents().keep(task.environment(), task.datastores(), control);
        Tracking tracking =
                ports.tracker().track(new TrackRequest(task.environment().target(), wanted, List.of()), control);
        tracking.applied();
        return tracking.verdict()
                .thenApplyAsync(verdict -> judged(verdict, task), workers)
                .exceptionally(Outcomes::of)
                .whenComplete((outcome, problem) -> tracking.close());
    }

    private StageOutcome judged(Verdict verdict, StageTask.KeepDatastores task) {
        if (verdict instanceof Verdict.NotReady notReady) {
            return new StageOutcome.Failed(notReady.cause());
        }
        ports.previewContents().kept(task.environment(), task.datastores());
        return Outcomes.done();
    }

    CompletionStage<StageOutcome> seed(StageTask.SeedPreview task, ReleaseState state, StageControl control) {
        TestRequest request = new TestRequest(
                        state.plan().app(),
                        task.environment().target(),
                        state.image(task.image()).orElseThrow(),
                        task.seed(),
                        Optional.empty())
                .once(task.variables());
        return ports.tests().run(request, control).thenApply(PreviewActions::seeded);
    }

    private static StageOutcome seeded(TestResult result) {
        if (result.exitCode() == 0) {
            return Outcomes.done();
        }
        return new StageOutcome.Failed(
                Cause.of(CauseKind.VERIFICATION_FAILED, "the seed ended with exit code " + result.exitCode())
                        .suggesting("mend preview.seed, and release again: it is run again until it has succeeded once")
                        .seen(List.of(new Evidence("last lines of the seed", result.lastLines()))));
    }

    StageOutcome reach(StageTask.ReachPreview task, StageControl control) {
        ports.probe().outside(task.address(), task.path(), task.ingress(), control);
        return Outcomes.done();
    }

    StageOutcome remove(StageTask.RemovePreview task, ReleaseState state, StageControl control) {
        return ports.previews()
                        .remove(
                                task.environment(),
                                task.uid(),
                                task.overdue(),
                                state.plan().startedBy(),
                                control)
                ? Outcomes.done()
                : new StageOutcome.Skipped("it is to live longer by now");
    }
}
