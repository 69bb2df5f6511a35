package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.journal.StageOutput;
import io.kuberelease.model.EnvironmentName;
import io.kuberelease.plan.EnvironmentSpec;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.Deployer;
import io.kuberelease.port.StageControl;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * Compares the first environments while tests run, and the next while the one before is checked. It is no stage and nothing depends on it: what holds is
 * said by the environment's own comparison, which does again whatever has changed since. Used on the loop alone.
 */
final class ComparesAhead {
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final Deployer deployer;
    private final Bundles bundles;
    private final Executor workers;
    private final InstantSource clock;
    private final Set<EnvironmentName> begun = new HashSet<>();

    /**
     * @param workers must never run work on the caller's thread
     */
    ComparesAhead(Deployer deployer, Bundles bundles, Executor workers, InstantSource clock) {
        this.deployer = deployer;
        this.bundles = bundles;
        this.workers = workers;
        this.clock = clock;
    }

    /** Begins with what is due and was not begun yet. */
    void look(ReleaseState state) {
        if (state.result().isPresent()) {
            return;
        }
        StageEligibility eligibility = new StageEligibility(state);
        Optional<StageTask.WriteBundle> unwritten = unwritten(state);
        for (Stage stage : state.plan().stages()) {
            if (stage.task() instanceof StageTask.Compare compare
                    && state.stage(stage.id()).isUntouched()
                    && !eligibility.isHopeless(state.stage(stage.id()))
                    && (unwritten.isPresent() ? isFirst(stage, state) : isNext(stage, state))
                    && begun.add(compare.environment().name())) {
                workers.execute(() -> compare(compare.environment(), stage, unwritten, state));
            }
        }
    }

    /** The bundle that is still to be written, once all is there that goes into it. */
    private static Optional<StageTask.WriteBundle> unwritten(ReleaseState state) {
        boolean complete = state.images().isPresent()
                && state.output(StageOutput.ChartPackaged.class).isPresent()
                && state.bundle().isEmpty();
        return state.plan().stages().stream()
                .filter(stage -> complete && stage.task() instanceof StageTask.WriteBundle)
                .map(stage -> (StageTask.WriteBundle) stage.task())
                .findFirst();
    }

    /** Whether no environment comes before it, and its own is made ready. */
    private static boolean isFirst(Stage compare, ReleaseState state) {
        return compare.trigger().stages().stream()
                .allMatch(awaited -> awaited.environment().isEmpty()
                        || (awaited.isBeside(compare.id())
                                && state.stage(awaited).isSatisfied()));
    }

    /** Whether it waits for nothing but checks and records of environments in which the bundle is up. */
    private static boolean isNext(Stage compare, ReleaseState state) {
        List<EnvironmentName> before = compare.trigger().stages().stream()
                .flatMap(awaited -> awaited.environment().stream())
                .distinct()
                .toList();
        return state.bundle().isPresent()
                && !before.isEmpty()
                && before.stream().allMatch(environment -> state.plan()
                        .deploy(environment)
                        .filter(deploy -> state.stage(deploy.id()).isSatisfied())
                        .isPresent());
    }

    private void compare(
            EnvironmentSpec environment, Stage stage, Optional<StageTask.WriteBundle> unwritten, ReleaseState state) {
        StageControl control = StageControl.alone(
                state.plan().release(), stage.id(), clock.instant().plus(WITHIN));
        try {
            deployer.compareAhead(
                    unwritten
                            .map(bundle -> bundles.ahead(bundle, state, environment, control))
                            .orElseGet(() -> bundles.request(state, environment, control)),
                    control);
        } catch (RuntimeException problem) {
            // The stage meets it again, and reports it.
            return;
        }
    }
}
