package io.kuberelease.adapters.kubernetes.datastores;

import io.kuberelease.adapters.kubernetes.jobs.ImageLookup;
import io.kuberelease.plan.ContainerNeeds;
import io.kuberelease.plan.DatastoreSpec;
import io.kuberelease.port.ImageRegistry.ImageConfig;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the user of datastores whose image is not the official one of their type: the image's own user, unless that
 * is root (as in images built on the official one), a name, or unknown. Blocks.
 */
final class DatastoreUsers {
    private final ImageLookup images;

    DatastoreUsers(ImageLookup images) {
        this.images = images;
    }

    List<DatastoreSpec> settled(List<DatastoreSpec> datastores) {
        return datastores.stream().map(this::settled).toList();
    }

    private DatastoreSpec settled(DatastoreSpec spec) {
        ContainerNeeds needs = spec.needs();
        if (needs.runAsUser().isPresent() || needs.insteadOfRoot().isEmpty()) {
            return spec;
        }
        boolean own = images.config(spec.image())
                .map(ImageConfig::user)
                .filter(user -> user.matches("0*[1-9]\\d*(:.*)?"))
                .isPresent();
        return spec.with(
                own
                        ? new ContainerNeeds(Optional.empty(), needs.resources())
                        : needs.as(needs.insteadOfRoot().get()));
    }
}
