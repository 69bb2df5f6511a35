package io.kuberelease.adapters.registryauth;

import io.kuberelease.adapters.cloud.CloudAuth;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds credentials for a registry. Those configured for it come first (docker's and podman's files and helpers), then
 * those of its cloud, which is known by the registry's name. A cloud's token that {@code docker login} stored expires
 * within hours and can't be renewed: it is used only when the cloud gives us none.
 */
public final class FoundRegistryAuth implements RegistryAuth {
    /** The user names with which Amazon's and Google's short-lived tokens are stored. */
    private static final Set<String> TOKEN_USERS = Set.of("AWS", "oauth2accesstoken");

    private final RegistryAuth written;
    private final List<CloudAuth> clouds;

    /**
     * @param written docker's and podman's files
     * @param clouds the clouds, whose registries are known by their names
     */
    public FoundRegistryAuth(RegistryAuth written, List<CloudAuth> clouds) {
        this.written = written;
        this.clouds = List.copyOf(clouds);
    }

    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        Optional<Credentials> found = written.credentials(repository);
        Optional<CloudAuth> cloud = cloud(repository);
        if (cloud.isEmpty() || found.map(FoundRegistryAuth::lasts).orElse(false)) {
            return found;
        }
        return found.isEmpty()
                ? cloud.get().credentials(repository)
                : renewable(cloud.get(), repository).or(() -> found);
    }

    /** The cloud's advice, unless lasting credentials from the files were refused. */
    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        boolean ours =
                written.credentials(repository).filter(FoundRegistryAuth::lasts).isEmpty();
        return ours
                ? cloud(repository).flatMap(cloud -> cloud.refused(repository, refusal))
                : written.refused(repository, refusal);
    }

    private Optional<CloudAuth> cloud(ImageRepository repository) {
        return clouds.stream().filter(each -> each.serves(repository)).findFirst();
    }

    private static Optional<Credentials> renewable(CloudAuth cloud, ImageRepository repository) {
        try {
            return cloud.credentials(repository);
        } catch (ReleaseException.Failed nothingForUs) {
            // The stored token is the last resort; if it has expired too, the registry says so.
            return Optional.empty();
        }
    }

    private static boolean lasts(Credentials credentials) {
        return !TOKEN_USERS.contains(credentials.user());
    }
}
