package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.model.ImageRepository;
import java.util.Optional;

/** Makes repositories at Amazon's registries, with what a host has of credentials for them. Methods block. */
public interface EcrRepositories {

    /**
     * Of whose account the credentials for a registry are; absent when Amazon does not say.
     *
     * @throws io.kuberelease.model.ReleaseException when there are none, or Amazon refuses them
     */
    Optional<String> account(ImageRepository repository);

    /**
     * Makes the repository, in a registry of Amazon's.
     *
     * @return false when it was there already
     * @throws io.kuberelease.model.ReleaseException when Amazon refuses, or is not reached
     */
    boolean create(ImageRepository repository);
}
