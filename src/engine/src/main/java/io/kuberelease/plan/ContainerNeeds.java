package io.kuberelease.plan;

import java.util.Optional;

/**
 * The user and the resources of a container of ours. Namespaces that enforce Pod Security {@code restricted} or a quota
 * refuse pods that don't state them, so ours always do.
 *
 * @param runAsUser a numeric user; 0 is root, which such namespaces refuse; absent: the image's own
 * @param resources absent: small ones
 * @param insteadOfRoot the user to run as when none is set and the image's own is root
 */
public record ContainerNeeds(Optional<Long> runAsUser, Optional<Resources> resources, Optional<Long> insteadOfRoot) {
    /** The image's own user, and small resources. */
    public static final ContainerNeeds USUAL = new ContainerNeeds(Optional.empty(), Optional.empty());

    /** The resources of a container for which none are set: enough for most, and little enough for a small quota. */
    public static final Resources SMALL = Resources.of("100m", "128Mi", "1", "1Gi");

    public ContainerNeeds(Optional<Long> runAsUser, Optional<Resources> resources) {
        this(runAsUser, resources, Optional.empty());
    }

    static ContainerNeeds of(long user, Resources resources) {
        return new ContainerNeeds(Optional.of(user), Optional.of(resources));
    }

    /** The resources that are asked for, or the small ones. */
    public Resources resourcesOrSmall() {
        return resources.orElse(SMALL);
    }

    /** Whether it runs as root. */
    public boolean asRoot() {
        return runAsUser.filter(user -> user == 0).isPresent();
    }

    /** The same needs in another image, whose user is not known yet. */
    ContainerNeeds inAnotherImage() {
        return new ContainerNeeds(Optional.empty(), resources, runAsUser.or(() -> insteadOfRoot));
    }

    /** The same, run by this user. */
    public ContainerNeeds as(long user) {
        return new ContainerNeeds(Optional.of(user), resources);
    }

    /** These, and the other's where these are not set; of resources each amount by itself. */
    ContainerNeeds or(ContainerNeeds other) {
        Optional<Resources> both =
                resources.map(own -> own.over(other.resourcesOrSmall())).or(other::resources);
        return new ContainerNeeds(runAsUser.or(other::runAsUser), both, insteadOfRoot.or(other::insteadOfRoot));
    }
}
