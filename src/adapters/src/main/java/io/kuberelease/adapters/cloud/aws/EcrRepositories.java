package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.ImageRepository;

/** Amazon's registries, with what a host has of credentials for them. */
@FunctionalInterface
public interface EcrRepositories {

    /**
     * The registry that a repository is in.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when there is nobody to go to it as
     */
    EcrRegistry registry(ImageRepository repository);
}
