package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutcome;
import io.kuberelease.journal.StageOutcome.Aborted;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.journal.StageOutput.Compared;
import io.kuberelease.journal.StageOutput.NotReady;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.port.Deployer.Installed;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks up what a stopped deployment has left in the cluster: an earlier try, perhaps of a process that was killed, may
 * have done all of it.
 */
final class WhatIsLeft {
    /** Work that is told to stop should end within two seconds. */
    private static final Duration TIME_LIMIT = Duration.ofMillis(1500);

    private final Ports ports;
    private final Executor workers;

    WhatIsLeft(Ports ports, Executor workers) {
        this.ports = ports;
        this.workers = workers;
    }

    /**
     * The same outcome; an aborted one also says what is in the environment now, or why that could not be looked up.
     */
    CompletionStage<StageOutcome> told(
            StageOutcome outcome, EnvironmentSpec environment, ReleaseState state, StageControl control) {
        return outcome.aborted()
                .map(aborted -> told(aborted, environment, state, control))
                .orElseGet(() -> CompletableFuture.completedFuture(outcome));
    }

    private CompletionStage<StageOutcome> told(
            Aborted aborted, EnvironmentSpec environment, ReleaseState state, StageControl control) {
        return CompletableFuture.<StageOutcome>supplyAsync(() -> looked(aborted, environment, state, control), workers)
                .completeOnTimeout(
                        unknown(aborted, "no answer came in time"), TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(problem -> unknown(aborted, Outcomes.why(problem)));
    }

    private StageOutcome looked(
            Aborted aborted, EnvironmentSpec environment, ReleaseState state, StageControl control) {
        Optional<Installed> last = ports.deployer().installed(environment);
        Optional<Installed> ours = last.filter(revision -> revision.release().equals(Optional.of(control.release())));
        if (ours.isPresent()) {
            Installed revision = ours.get();
            StageOutput resources = new NotReady(ports.tracker().look(environment.target(), revision.resources()));
            return new Aborted(with(aborted.left(), revision, environment), Optional.of(resources));
        }
        int number = last.map(Installed::revision).orElse(0);
        int before = state.output(environment.name(), Compared.class)
                .map(compared -> compared.diff().revision())
                .orElse(0);
        String truth = number > before
                ? ReturnActions.words(last.orElseThrow()) + " is there now"
                : number == 0 ? "nothing was deployed" : "nothing was changed: revision " + number + " is still there";
        return new Aborted(aborted.left() + "; " + truth);
    }

    private static String with(String left, Installed revision, EnvironmentSpec environment) {
        String number = "revision " + revision.revision();
        return left.contains(number + " ")
                ? left
                : left + "; " + number + ", which this release made, is " + revision.status() + " in namespace "
                        + environment.target().namespace() + ", and stays";
    }

    private static StageOutcome unknown(Aborted aborted, String why) {
        return new Aborted(aborted.left() + "; what it has changed could not be looked up: " + why);
    }
}
