package io.kuberelease.engine;

import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.TestRunner.PlannedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that a plan will run in the app's image, to be checked before anything is done for them. */
final class PlannedCommands {
    private PlannedCommands() {}

    /** Every command of the plan: its tests, and the checks of its environments. */
    static List<PlannedCommand> of(ReleasePlan plan, Optional<ImageReference> image, Optional<String> base) {
        List<PlannedCommand> commands = new ArrayList<>();
        plan.tests()
                .map(tests -> new PlannedCommand(
                        tests.task().target(), image, base, tests.task().tests().needs(), tests.id()))
                .ifPresent(commands::add);
        plan.environments().forEach(environment -> plan.verify(environment.name())
                .flatMap(verify -> of(verify, image, base))
                .ifPresent(commands::add));
        return commands;
    }

    /** The check's command, if it has one. */
    static Optional<PlannedCommand> of(
            TypedStage<StageTask.Verify> verify, Optional<ImageReference> image, Optional<String> base) {
        VerifySpec checks = verify.task().checks();
        return checks.command().isEmpty()
                ? Optional.empty()
                : Optional.of(new PlannedCommand(
                        verify.task().environment().target(), image, base, checks.needs(), verify.id()));
    }
}
