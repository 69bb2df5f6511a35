package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Skipped;
import io.kuberelease.journal.StageOutcome.Succeeded;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.model.Evidence;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TestSpec;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.Deployer.Comparison;
import io.kuberelease.port.Deployer.DeployRequest;
import io.kuberelease.port.Deployer.Installed;
import io.kuberelease.port.StageControl;
import io.kuberelease.port.TestRunner.TestRequest;
import io.kuberelease.port.TestRunner.TestResult;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stages of an environment, from the diff to the record. */
final class EnvironmentActions {
    static final Skipped UNCHANGED = new Skipped("unchanged");

    private final Ports ports;
    private final Bundles bundles;
    private final Rollout rollout;
    private final WaitActions waits;
    private final WhatIsLeft left;
    private final InstantSource clock;

    EnvironmentActions(
            Ports ports, Bundles bundles, Rollout rollout, WaitActions waits, WhatIsLeft left, InstantSource clock) {
        this.waits = waits;
        this.left = left;
        this.ports = ports;
        this.bundles = bundles;
        this.rollout = rollout;
        this.clock = clock;
    }

    StageOutcome compare(StageTask.Compare task, ReleaseState state, StageControl control) {
        state.plan()
                .verify(task.environment().name())
                .flatMap(verify -> PlannedCommands.in(verify, state))
                .ifPresent(command -> ports.tests().check(command));
        DeployRequest request = bundles.request(state, task.environment(), control);
        Comparison found = ports.deployer().compare(request, control);
        if (!found.diff().unchanged()
                && isWaitedFor(state.plan(), task.environment().name())) {
            ports.deployer().keep(request, found.diff(), control);
        }
        return new Succeeded(new Compared(found.diff(), found.resources(), found.hooks()));
    }

    /** Whether a person or a time is waited for after comparing: then another process may deploy, hours later. */
    private static boolean isWaitedFor(ReleasePlan plan, EnvironmentName environment) {
        return plan.soak(environment).isPresent() || asksOrWaits(plan, environment);
    }

    private static boolean asksOrWaits(ReleasePlan plan, EnvironmentName environment) {
        return plan.approval(environment).isPresent()
                || plan.freeze(environment).isPresent();
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
        EnvironmentSpec environment = task.environment();
        if (isUnchanged(state, environment)) {
            return CompletableFuture.completedFuture(UNCHANGED);
        }
        return ports.locks()
                .acquire(environment, state.plan().startedBy(), control)
                .thenCompose(held -> refrozen(environment, state, control)
                        .or(() -> unproven(environment, state))
                        .map(CompletableFuture::<StageOutcome>completedStage)
                        .orElseGet(() -> roll(environment, state, control)))
                .exceptionally(Outcomes::of)
                .thenCompose(outcome -> left.told(outcome, environment, state, control))
                .thenApply(outcome -> standingBack(environment, state, outcome));
    }

    private CompletionStage<StageOutcome> roll(EnvironmentSpec environment, ReleaseState state, StageControl control) {
        makeWay(environment, state);
        Compared compared = state.output(environment.name(), Compared.class).orElseThrow();
        return rollout.perform(
                bundles.request(state, environment, control),
                new Comparison(compared.diff(), compared.resources(), compared.hooks()),
                state,
                control);
    }

    /** What can't be taken away is of no consequence: it goes by itself. */
    private void makeWay(EnvironmentSpec environment, ReleaseState state) {
        try {
            ImagesAhead.of(environment, state).ifPresent(ports.prefetch()::makeWay);
        } catch (ReleaseException left) {
            return;
        }
    }

    /**
     * Empty unless a freeze began while this release waited for the lock. A deployment that an earlier try began is
     * completed even in a freeze.
     */
    private Optional<StageOutcome> refrozen(EnvironmentSpec environment, ReleaseState state, StageControl control) {
        if (control.adopting()) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        return state.plan()
                .freeze(environment.name())
                .map(stage -> stage.task().freeze())
                .filter(freeze -> freeze.endAround(now).isPresent())
                .map(freeze -> new StageOutcome.Outdated("a freeze began: " + freeze.words(now)));
    }

    /**
     * Empty when the approval counts. Checked even when an earlier try has begun to deploy: that it has is known from
     * the journal alone, where others may write.
     */
    private Optional<StageOutcome> unproven(EnvironmentSpec environment, ReleaseState state) {
        return waits.doubtBefore(environment, state)
                .map(why -> new StageOutcome.Outdated("the approval does not count: " + why));
    }

    /**
     * Gives the lock back when an outdated deployment has to ask a person or wait for a time again, which must not keep
     * others out; else the lock is kept.
     */
    private StageOutcome standingBack(EnvironmentSpec environment, ReleaseState state, StageOutcome outcome) {
        if (outcome.outdated().isPresent() && asksOrWaits(state.plan(), environment.name())) {
            ports.locks().release(environment, state.plan().release());
        }
        return outcome;
    }

    CompletionStage<StageOutcome> verify(StageTask.Verify task, ReleaseState state, StageControl control) {
        if (isUnchanged(state, task.environment())) {
            return CompletableFuture.completedFuture(UNCHANGED);
        }
        return ports.locks()
                .acquire(task.environment(), state.plan().startedBy(), control)
                .thenCompose(held -> new LockGuard(ports.locks(), task.environment(), "checking")
                        .during(control, guarded -> check(task, state, guarded)));
    }

    private CompletionStage<StageOutcome> check(StageTask.Verify task, ReleaseState state, StageControl control) {
        Optional<Installed> other = ports.deployer()
                .installed(task.environment())
                .filter(last -> !last.release().equals(Optional.of(control.release())));
        if (other.isPresent()) {
            return CompletableFuture.completedFuture(new StageOutcome.Failed(Cause.of(
                            CauseKind.LOCKED,
                            "did not check " + task.environment().name()
                                    + ": what is there now is not of this release: " + ReturnActions.words(other.get())
                                    + " came after it")
                    .suggesting("look at who releases there, and release again")));
        }
        VerifySpec checks = task.checks();
        checks.http().ifPresent(path -> ports.probe().http(task.environment(), checks, path, control));
        if (checks.command().isEmpty()) {
            return CompletableFuture.completedFuture(Outcomes.done());
        }
        return ports.tests().run(smokeTest(task, state), control).thenApply(EnvironmentActions::verdict);
    }

    StageOutcome writeRecord(StageTask.WriteRecord task, ReleaseState state) {
        ports.records().write(task.environment(), RecordFactory.entry(task.environment(), state, made(task, state)));
        RecordFactory.returned(task.environment(), state)
                .ifPresent(entry -> ports.records().write(task.environment(), entry));
        return Outcomes.done();
    }

    /**
     * The revision that this release made, as Helm has it, for a deployment that failed and left none in the journal.
     * Empty when the journal has it, nothing changed, or the last revision is not ours.
     */
    private Optional<Integer> made(StageTask.WriteRecord task, ReleaseState state) {
        EnvironmentSpec environment = task.environment();
        boolean told =
                state.output(environment.name(), StageOutput.Deployed.class).isPresent();
        return told || isUnchanged(state, environment)
                ? Optional.empty()
                : ports.deployer()
                        .installed(environment)
                        .filter(last ->
                                last.release().equals(Optional.of(state.plan().release())))
                        .map(Installed::revision);
    }

    private TestRequest smokeTest(StageTask.Verify task, ReleaseState state) {
        EnvironmentSpec environment = task.environment();
        String address = ports.probe().address(environment, task.checks());
        return new TestRequest(
                state.plan().app(),
                environment.target(),
                state.image(task.checks().image()).orElseThrow(),
                new TestSpec(
                        task.checks().command(),
                        Optional.empty(),
                        Map.of("TARGET_URL", address),
                        task.checks().needs()),
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
        return state.output(environment.name(), Compared.class)
                .filter(compared -> compared.diff().unchanged())
                .isPresent();
    }
}
