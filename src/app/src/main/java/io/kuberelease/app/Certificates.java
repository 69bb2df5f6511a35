package io.kuberelease.app;

import io.kuberelease.plan.ImageSpec;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.plan.Stage;
import io.kuberelease.plan.StageTask.BuildImage;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Adds a company's certificates, named by the user of this machine, to a plan: they belong to the machine, not to the
 * source.
 */
public final class Certificates {
    private Certificates() {}

    /** Makes a plan whose build gets the certificates. */
    public static ReleasePlan given(ReleasePlan plan, Path bundle) {
        return plan.withStages(
                plan.stages().stream().map(stage -> given(stage, bundle)).toList());
    }

    private static Stage given(Stage stage, Path bundle) {
        if (!(stage.task() instanceof BuildImage build)) {
            return stage;
        }
        BuildImage withBundle =
                new BuildImage(given(build.image(), bundle), build.labels(), build.retentionTag(), build.userOf());
        return new Stage(stage.id(), stage.trigger(), stage.deadline(), withBundle);
    }

    private static ImageSpec given(ImageSpec image, Path bundle) {
        return new ImageSpec(
                image.name(),
                image.repository(),
                image.context(),
                image.dockerfile(),
                image.target(),
                image.arguments(),
                image.secrets(),
                Optional.of(bundle.toString()),
                image.builder(),
                image.platforms(),
                image.values(),
                image.createRepository());
    }
}
