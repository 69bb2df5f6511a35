package io.kuberelease.adapters.cloud;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;

/** Credentials for the registries of one company, which are known by their names. */
public interface CloudAuth extends RegistryAuth {

    /** Whether the repository is in a registry of this company. Looks at the name alone. */
    boolean serves(ImageRepository repository);
}
