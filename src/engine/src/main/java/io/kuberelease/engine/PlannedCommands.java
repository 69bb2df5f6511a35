package io.kuberelease.engine;

import io.kuberelease.journal.ReleaseState;
import io.kuberelease.model.ImageName;
import io.kuberelease.model.ImageReference;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.StageTask;
import io.kuberelease.plan.TypedStage;
import io.kuberelease.plan.VerifySpec;
import io.kuberelease.port.TestRunner.PlannedCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that a plan will run in the app's images, to be checked before anything is done for them. */
final class PlannedCommands {
    private PlannedCommands() {}

    /** Every command that the plan runs in an image that is still to be built: tests, and the checks of environments. */
    static List<PlannedCommand> before(ReleasePlan plan, StageTask.BuildImage build) {
        Optional<ImageName> built = build.image().name();
        List<PlannedCommand> commands = new ArrayList<>();
        plan.tests()
                .filter(tests -> tests.task().image().equals(built))
                .map(tests -> new PlannedCommand(
                        tests.task().target(),
                        Optional.empty(),
                        build.userOf(),
                        tests.task().tests().needs(),
                        tests.id()))
                .ifPresent(commands::add);
        plan.environments().forEach(environment -> plan.verify(environment.name())
                .filter(verify -> verify.task().checks().image().equals(built))
                .flatMap(verify -> of(verify, Optional.empty(), build.userOf()))
                .ifPresent(commands::add));
        return commands;
    }

    /** The check's command, if it has one, in the image that it runs in as far as that is known. */
    static Optional<PlannedCommand> in(TypedStage<StageTask.Verify> verify, ReleaseState state) {
        VerifySpec checks = verify.task().checks();
        return checks.command().isEmpty()
                ? Optional.empty()
                : of(verify, state.image(checks.image()), Optional.empty());
    }

    private static Optional<PlannedCommand> of(
            TypedStage<StageTask.Verify> verify, Optional<ImageReference> image, Optional<String> base) {
        VerifySpec checks = verify.task().checks();
        return checks.command().isEmpty()
                ? Optional.empty()
                : Optional.of(new PlannedCommand(
                        verify.task().environment().target(), image, base, checks.needs(), verify.id()));
    }
}
