package io.kuberelease.cli.checkup;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.ImageRegistry;
import io.kuberelease.port.RegistryAuth;

/** Checks that the registry of the release file answers, and accepts our credentials. */
public final class RegistryCheck implements Check {
    /** A tag to ask for; it need not exist. */
    private static final String TAG = "kube-release-doctor";

    private final ImageRegistry registry;
    private final RegistryAuth auth;
    private final ImageRepository repository;

    public RegistryCheck(ImageRegistry registry, RegistryAuth auth, ImageRepository repository) {
        this.registry = registry;
        this.auth = auth;
        this.repository = repository;
    }

    @Override
    public String name() {
        return "registry";
    }

    @Override
    public Finding look() {
        String who = auth.credentials(repository)
                .map(credentials -> "user " + credentials.user())
                .orElse("no credentials");
        var unused = registry.resolve(repository, TAG);
        return Finding.good(
                repository.registry() + " answers, and lets you read " + repository.path() + " (" + who + ")");
    }
}
