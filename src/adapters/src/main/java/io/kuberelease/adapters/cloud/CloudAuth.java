package io.kuberelease.adapters.cloud;

import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;

/** Credentials for the registries of one cloud, which are recognised by their names. */
public interface CloudAuth extends RegistryAuth {

    /** Whether the repository is in a registry of this cloud. Looks only at the name. */
    boolean serves(ImageRepository repository);
}
