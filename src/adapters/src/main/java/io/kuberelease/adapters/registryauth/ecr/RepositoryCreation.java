package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.StageControl;
import java.util.Optional;

/**
 * Creates the image's repository before the image is built, where the release file says so and Amazon's registry wants
 * it; registries of others create repositories by themselves.
 */
public final class RepositoryCreation implements ImageBuilder {
    private final EcrAuth auth;
    private final ImageBuilder builder;

    public RepositoryCreation(EcrAuth auth, ImageBuilder builder) {
        this.auth = auth;
        this.builder = builder;
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        if (task.image().createRepository()) {
            EcrName.of(task.image().repository()).ifPresent(name -> create(name, control));
        }
        return builder.build(task, control);
    }

    private void create(EcrName name, StageControl control) {
        Optional<String> own = auth.account(name);
        if (own.isPresent() && !own.get().equals(name.account())) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.ACCESS_DENIED,
                            "could not create repository " + name.repository() + " in " + EcrErrors.registry(name)
                                    + ": the credentials are of account " + own.get())
                    .suggesting("use credentials of account " + name.account()
                            + ", or correct the account in image.repository"));
        }
        if (auth.service(name).create(name.repository())) {
            control.progress().note("created repository " + name.repository() + " in " + EcrErrors.registry(name));
        }
    }
}
