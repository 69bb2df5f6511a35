package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.Approval;
import io.kuberelease.model.Cause;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.Progress;
import io.kuberelease.port.StageControl;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Carries out a stage's task by asking the port it belongs to; never throws, every end is an outcome. */
public final class StageActions {
    private final SourceActions source;
    private final TestActions tests;
    private final EnvironmentActions environment;
    private final Bundles bundles;
    private final WaitActions waits;
    private final ReturnActions returns;
    private final PreviewActions previews;
    private final EvidenceStore evidence;
    private final Deployer deployer;
    private final Redactor redactor;
    private final Executor workers;
    private final ImagesAhead imagesAhead;
    private final ComparesAhead comparesAhead;
    private final ClusterMaker clusters;
    private final DeadClusters dead;

    /** Actions for a process that has no secrets of its own. */
    public StageActions(Ports ports, Executor workers, InstantSource clock) {
        this(ports, workers, clock, new Redactor());
    }

    /**
     * @param workers runs calls that block; must never run them on the caller's thread
     * @param redactor masks what comes back from ports
     */
    public StageActions(Ports ports, Executor workers, InstantSource clock, Redactor redactor) {
        this.redactor = redactor;
        this.deployer = ports.deployer();
        this.bundles = new Bundles(ports.bundles());
        Rollout rollout = new Rollout(ports, workers, clock, redactor);
        this.workers = workers;
        this.imagesAhead = new ImagesAhead(ports.prefetch(), workers, redactor);
        this.comparesAhead = new ComparesAhead(deployer, bundles, workers, clock);
        this.clusters = ports.clusters();
        this.dead = new DeadClusters(clusters, workers);
        this.source = new SourceActions(ports);
        this.tests = new TestActions(ports, workers, clock);
        this.waits = new WaitActions(ports, bundles, clock);
        this.environment =
                new EnvironmentActions(ports, bundles, rollout, waits, new WhatIsLeft(ports, workers), clock);
        this.evidence = ports.evidence();
        this.returns = new ReturnActions(ports, bundles, rollout);
        this.previews = new PreviewActions(ports, workers);
    }

    /** Remembers that the person told this program of the decision; the caller has made sure who they are. */
    void witness(StageId stage, Approval approval, ReleaseState state) {
        waits.witness(stage, approval, state);
    }

    CompletionStage<StageOutcome> perform(StageTask task, ReleaseState state, StageControl control) {
        RedactedProgress progress = redactor.progress(control.progress(), state.plan());
        StageControl redacted = control.telling(progress);
        return CompletableFuture.supplyAsync(
                        () -> {
                            previews.requireClaimed(task, state);
                            return task.match(new Dispatch(state, redacted));
                        },
                        workers)
                .thenCompose(outcome -> outcome)
                .exceptionally(Outcomes::of)
                .thenCompose(outcome -> dead.named(task, outcome))
                .exceptionally(Outcomes::of)
                .thenApply(outcome -> evidenceKept(control.stage(), redactor.outcome(outcome)))
                .whenComplete((outcome, impossible) -> progress.end());
    }

    /**
     * Keeps what was seen of a failure before the engine learns of it, and so before anything is undone. The journal has
     * what the cause rests on, and says where the rest is.
     */
    private StageOutcome evidenceKept(StageId stage, StageOutcome outcome) {
        return outcome.failed()
                .filter(failed -> !failed.cause().evidence().isEmpty())
                .<StageOutcome>map(failed -> new StageOutcome.Failed(kept(stage, failed.cause()), failed.left()))
                .orElse(outcome);
    }

    private Cause kept(StageId stage, Cause cause) {
        List<Evidence> told = new ArrayList<>(
                cause.evidence().stream().filter(seen -> !seen.background()).toList());
        told.add(pointer(stage, cause));
        return cause.seen(told);
    }

    /** A full disk must not hide why the app failed. */
    private Evidence pointer(StageId stage, Cause cause) {
        try {
            return new Evidence("all that was seen is kept in", List.of(evidence.keep(stage, cause)));
        } catch (ReleaseException problem) {
            return new Evidence(
                    "all that was seen could not be kept",
                    List.of(problem.reason().summary()));
        }
    }

    Redactor redactor() {
        return redactor;
    }

    /** Has the image brought to where it is needed next, and compares there. */
    void lookAhead(ReleaseState state, Function<StageId, Progress> progressOf) {
        imagesAhead.look(state, progressOf);
        comparesAhead.look(state);
    }

    /** Runs calls that block. */
    Executor workers() {
        return workers;
    }

    /**
     * Reads the environment's secrets in a process that resumes the release: only the one that compared knows them
     * already.
     */
    private void learnSecrets(EnvironmentSpec environment, StageControl control) {
        if (redactor.isNew(control.release(), environment.name())) {
            control.progress().hide(deployer.secrets(environment));
            redactor.learned(control.release(), environment.name());
        }
    }

    /** Calls the action for each kind of task. */
    private final class Dispatch implements StageTask.Cases<CompletionStage<StageOutcome>> {
        private final ReleaseState state;
        private final StageControl control;

        private Dispatch(ReleaseState state, StageControl control) {
            this.state = state;
            this.control = control;
        }

        @Override
        public CompletionStage<StageOutcome> makeCluster(StageTask.MakeCluster task) {
            clusters.make(task.cluster(), control);
            return now(Outcomes.done());
        }

        @Override
        public CompletionStage<StageOutcome> startDatastores(StageTask.StartDatastores task) {
            return source.startDatastores(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> removeDatastores(StageTask.RemoveDatastores task) {
            return now(source.removeDatastores(task, state));
        }

        @Override
        public CompletionStage<StageOutcome> buildImage(StageTask.BuildImage task) {
            return now(source.buildImage(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> takeImage(StageTask.TakeImage task) {
            return now(source.takeImage(task, control));
        }

        @Override
        public CompletionStage<StageOutcome> findTestMark(StageTask.FindTestMark task) {
            return tests.findMark(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> runTests(StageTask.RunTests task) {
            return tests.runTests(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> packageChart(StageTask.PackageChart task) {
            return now(source.packageChart(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> writeBundle(StageTask.WriteBundle task) {
            return now(new StageOutcome.Succeeded(new StageOutput.BundleWritten(bundles.write(task, state, control))));
        }

        @Override
        public CompletionStage<StageOutcome> fetchBundle(StageTask.FetchBundle task) {
            return now(source.fetchBundle(task, bundles, control));
        }

        @Override
        public CompletionStage<StageOutcome> publish(StageTask.Publish task) {
            return now(source.publish(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> compare(StageTask.Compare task) {
            StageOutcome compared = environment.compare(task, state, control);
            redactor.learned(control.release(), task.environment().name());
            return now(compared);
        }

        @Override
        public CompletionStage<StageOutcome> awaitApproval(StageTask.AwaitApproval task) {
            return now(waits.awaitApproval(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> soak(StageTask.Soak task) {
            return waits.soak(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> awaitThaw(StageTask.AwaitThaw task) {
            return now(waits.awaitThaw(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> lock(StageTask.Lock task) {
            return environment.lock(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> unlock(StageTask.Unlock task) {
            return now(environment.unlock(task, state));
        }

        @Override
        public CompletionStage<StageOutcome> deploy(StageTask.Deploy task) {
            learnSecrets(task.environment(), control);
            return environment.deploy(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> verify(StageTask.Verify task) {
            learnSecrets(task.environment(), control);
            return environment.verify(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> returnToLastGood(StageTask.ReturnToLastGood task) {
            learnSecrets(task.environment(), control);
            return returns.perform(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> writeRecord(StageTask.WriteRecord task) {
            return now(environment.writeRecord(task, state));
        }

        @Override
        public CompletionStage<StageOutcome> claimPreview(StageTask.ClaimPreview task) {
            return now(previews.claim(task, state, control));
        }

        @Override
        public CompletionStage<StageOutcome> limitPreview(StageTask.LimitPreview task) {
            return now(previews.limit(task));
        }

        @Override
        public CompletionStage<StageOutcome> copySecrets(StageTask.CopySecrets task) {
            return now(previews.copySecrets(task, control));
        }

        @Override
        public CompletionStage<StageOutcome> keepDatastores(StageTask.KeepDatastores task) {
            return previews.keepDatastores(task, control);
        }

        @Override
        public CompletionStage<StageOutcome> seedPreview(StageTask.SeedPreview task) {
            return previews.seed(task, state, control);
        }

        @Override
        public CompletionStage<StageOutcome> reachPreview(StageTask.ReachPreview task) {
            return now(previews.reach(task, control));
        }

        @Override
        public CompletionStage<StageOutcome> removePreview(StageTask.RemovePreview task) {
            return now(previews.remove(task, state, control));
        }

        private static CompletionStage<StageOutcome> now(StageOutcome outcome) {
            return CompletableFuture.completedFuture(outcome);
        }
    }
}
