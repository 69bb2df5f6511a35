package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.model.ImageRepository;

/** Amazon's registries, with the credentials that a program has for them. */
@FunctionalInterface
public interface EcrRepositories {

    /**
     * The registry that a repository is in.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when there are no credentials for it
     */
    EcrRegistry registry(ImageRepository repository);
}
