package io.kuberelease.engine;

import io.kuberelease.model.ImageReference;
import io.kuberelease.model.StageId;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask;
import io.kuberelease.port.TestRunner.PlannedCommand;
import java.util.Optional;

/** The commands that a plan will run in the app's image, to be checked before anything is done for them. */
final class PlannedCommands {
    private PlannedCommands() {}

    /** The stage's command, if it has one. */
    static Optional<PlannedCommand> of(Stage stage, Optional<ImageReference> image, Optional<String> base) {
        if (stage.task() instanceof StageTask.RunTests tests) {
            return Optional.of(new PlannedCommand(
                    tests.target(), image, base, tests.tests().needs(), stage.id()));
        }
        return stage.task() instanceof StageTask.Verify verify ? of(verify, image, base) : Optional.empty();
    }

    /** The check's command, if it has one. */
    static Optional<PlannedCommand> of(StageTask.Verify verify, Optional<ImageReference> image, Optional<String> base) {
        if (verify.checks().command().isEmpty()) {
            return Optional.empty();
        }
        StageId stage = new StageId(verify.environment().name() + ".verify");
        return Optional.of(new PlannedCommand(
                verify.environment().target(), image, base, verify.checks().needs(), stage));
    }
}
