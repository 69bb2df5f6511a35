package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.plan.StageTask.BuildImage;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.StageControl;
import java.util.Optional;

/**
 * Creates the image's repository before the image is built, if the release file asks for it and the registry is
 * Amazon's; for other registries it does nothing.
 */
public final class RepositoryCreation implements ImageBuilder {
    private final EcrRepositories repositories;
    private final ImageBuilder builder;

    public RepositoryCreation(EcrRepositories repositories, ImageBuilder builder) {
        this.repositories = repositories;
        this.builder = builder;
    }

    @Override
    public BuiltImage build(BuildImage task, StageControl control) {
        if (task.image().createRepository()) {
            ImageRepository repository = task.image().repository();
            EcrName.of(repository).ifPresent(name -> create(name, repositories.registry(repository), control));
        }
        return builder.build(task, control);
    }

    private static void create(EcrName name, EcrRegistry registry, StageControl control) {
        var unused = registry.credentials();
        Optional<String> own = registry.account();
        if (own.isPresent() && !own.get().equals(name.account())) {
            throw new ReleaseException.Failed(Cause.of(
                            CauseKind.ACCESS_DENIED,
                            "could not create repository " + name.repository() + " in " + name.registry()
                                    + ": the credentials are of account " + own.get())
                    .suggesting("use credentials of account " + name.account()
                            + ", or correct the account in image.repository"));
        }
        if (registry.create(name.repository())) {
            control.progress().note("created repository " + name.repository() + " in " + name.registry());
        }
    }
}
