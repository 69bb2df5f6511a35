package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Skipped;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutcome.Waiting;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Evidence;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.TestRequest;
import io.kuberelease.port.TestRunner.TestResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stages of an environment, from the diff to the record. */
final class EnvironmentActions {
    private static final Skipped UNCHANGED = new Skipped("unchanged");

    private final Ports ports;
    private final Bundles bundles;
    private final Rollout rollout;

    EnvironmentActions(Ports ports, Bundles bundles, Rollout rollout) {
        this.ports = ports;
        this.bundles = bundles;
        this.rollout = rollout;
    }

    StageOutcome compare(StageTask.Compare task, ReleaseState state, StageControl control) {
        Comparison found = ports.deployer().compare(bundles.request(state, task.environment(), control), control);
        return new Succeeded(new Compared(found.diff(), found.resources(), found.hooks()));
    }

    StageOutcome awaitApproval(StageTask.AwaitApproval task, ReleaseState state, StageControl control) {
        if (isUnchanged(state, task.environment())) {
            return UNCHANGED;
        }
        List<String> by = task.rule().by();
        String who = by.isEmpty() ? "approval" : "approval by " + String.join(" or ", by);
        return new Waiting(control.deadline(), who);
    }

    CompletionStage<StageOutcome> lock(StageTask.Lock task, ReleaseState state, StageControl control) {
        if (isUnchanged(state, task.environment())) {
            return CompletableFuture.completedFuture(UNCHANGED);
        }
        return ports.locks()
                .acquire(task.environment(), state.plan().startedBy(), control)
                .thenApply(held -> new Succeeded(new StageOutput.Locked(held.token())));
    }

    StageOutcome unlock(StageTask.Unlock task, ReleaseState state) {
        ports.locks().release(task.environment(), state.plan().release());
        return Outcomes.done();
    }

    /** Takes the lock once more: after a crash its holder is gone, and while it is held this costs nothing. */
    CompletionStage<StageOutcome> deploy(StageTask.Deploy task, ReleaseState state, StageControl control) {
        if (isUnchanged(state, task.environment())) {
            return CompletableFuture.completedFuture(UNCHANGED);
        }
        return ports.locks()
                .acquire(task.environment(), state.plan().startedBy(), control)
                .thenCompose(held -> rollout.perform(task.environment(), state, control));
    }

    CompletionStage<StageOutcome> verify(StageTask.Verify task, ReleaseState state, StageControl control) {
        if (isUnchanged(state, task.environment())) {
            return CompletableFuture.completedFuture(UNCHANGED);
        }
        VerifySpec checks = task.checks();
        checks.http().ifPresent(path -> ports.probe().http(task.environment(), checks, path, control));
        if (checks.command().isEmpty()) {
            return CompletableFuture.completedFuture(Outcomes.done());
        }
        return ports.tests().run(smokeTest(task, state), control).thenApply(EnvironmentActions::verdict);
    }

    StageOutcome writeRecord(StageTask.WriteRecord task, ReleaseState state) {
        ports.records().write(task.environment(), Records.entry(task.environment(), state));
        return Outcomes.done();
    }

    private TestRequest smokeTest(StageTask.Verify task, ReleaseState state) {
        EnvironmentSpec environment = task.environment();
        String address = ports.probe().address(environment, task.checks());
        return new TestRequest(
                state.plan().app(),
                environment.target(),
                state.image().orElseThrow(),
                new TestSpec(task.checks().command(), Optional.empty(), Map.of("TARGET_URL", address)),
                Optional.empty());
    }

    private static StageOutcome verdict(TestResult result) {
        if (result.exitCode() == 0) {
            return Outcomes.done();
        }
        return new StageOutcome.Failed(Cause.of(
                        CauseKind.VERIFICATION_FAILED,
                        "the verification command ended with exit code " + result.exitCode())
                .seen(List.of(new Evidence("last lines of the command", result.lastLines()))));
    }

    static boolean isUnchanged(ReleaseState state, EnvironmentSpec environment) {
        return state.output(environment.name().value(), Compared.class)
                .filter(compared -> compared.diff().unchanged())
                .isPresent();
    }
}
