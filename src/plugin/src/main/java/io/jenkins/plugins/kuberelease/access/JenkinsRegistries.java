package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.app.access.Reach;
import io.kuberelease.app.access.RegistryEntry;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The registry credentials of a job: the nearest folder with a matching entry wins, and in it the longest prefix. */
final class JenkinsRegistries implements RegistryAuth, EcrRepositories {
    private final AccessPlace place;
    private final RunCredentials credentials;
    private final Consumer<Reach> gate;
    private final KnownSecrets known;
    private final RegistryLogins logins = new RegistryLogins();

    JenkinsRegistries(AccessPlace place, RunCredentials credentials, Consumer<Reach> gate, KnownSecrets known) {
        this.place = place;
        this.credentials = credentials;
        this.gate = gate;
        this.known = known;
    }

    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        Optional<Credentials> login = with(repository, logins::login);
        login.ifPresent(given -> known.see(given.password().reveal()));
        return login;
    }

    @Override
    public EcrRegistry registry(ImageRepository repository) {
        return with(repository, logins::ecr)
                .orElseThrow(() -> AccessErrors.access(
                        "could not create repository " + repository + ": no entry of kube-release's configuration in"
                                + " Jenkins has a credential for it",
                        "add AWS credentials for " + repository.registry() + " at Manage Jenkins » System, or in the"
                                + " job's folder"));
    }

    /** Applies a function to the configured credential for the repository; absent when there is none. */
    private <T> Optional<T> with(ImageRepository repository, BiFunction<ImageRepository, StandardCredentials, T> made) {
        for (Settings settings : place.settings()) {
            Optional<RegistryEntry> registry = RegistryEntry.of(repository, settings.registryEntries());
            if (registry.isPresent()) {
                return registry.flatMap(RegistryEntry::credential).map(id -> {
                    gate.accept(new Reach(Reach.Kind.REGISTRY, repository.value()));
                    return made.apply(repository, credentials.find(id, settings.jenkins()));
                });
            }
        }
        return Optional.empty();
    }

    private Optional<RegistryEntry> entry(ImageRepository repository) {
        return place.settings().stream()
                .flatMap(settings -> RegistryEntry.of(repository, settings.registryEntries()).stream())
                .findFirst()
                .filter(entry -> entry.credential().isPresent());
    }

    /** The registries to reach without TLS. */
    Set<String> plainHttp() {
        return RegistryEntry.plainHttp(place.settings().stream()
                .flatMap(settings -> settings.registryEntries().stream())
                .toList());
    }

    /** Drops the tokens, since one may have expired early, and tells the administrator which entry was refused. */
    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        logins.forget();
        String source = entry(repository)
                .map(entry -> "came with credential " + entry.credential().orElse("") + " of entry " + entry.prefix())
                .orElse("came without a credential: no entry of kube-release's configuration in Jenkins is for it");
        return Optional.of(new Advice(
                source, "check that entry and its credential at Manage Jenkins » System, or in the job's folder"));
    }
}
