package io.kuberelease.app.access;

import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The registries that a host has configured for a job: the nearest folder with a matching entry wins, and in it the
 * longest prefix.
 *
 * @param folders the nearest first, the host's own last; as they are now
 * @param <C> the host's credentials
 */
public record ConfiguredRegistries<C>(
        Supplier<List<Folder<C>>> folders, Logins<C> logins, Access.Trusting trust, KnownSecrets known)
        implements RegistryAuth, EcrRepositories {

    /**
     * What is configured in one place.
     *
     * @param credential finds one by its name; throws {@link ReleaseException.Failed} when there is none
     */
    public record Folder<C>(List<RegistryEntry> entries, Function<String, C> credential) {
        public Folder {
            entries = List.copyOf(entries);
        }
    }

    /** Makes logins of credentials; short-lived ones are kept. */
    public interface Logins<C> {
        /**
         * Makes the login for a repository. May ask a cloud's token service.
         *
         * @throws ReleaseException when the credential is of no use there
         */
        Credentials login(ImageRepository repository, C found);

        /**
         * Access to a registry of Amazon as the owner of the credential.
         *
         * @throws ReleaseException.Failed when the credential is none of Amazon's
         */
        EcrRegistry ecr(ImageRepository repository, C found);

        /** Drops kept tokens, so that the next ones are fetched anew. */
        void forget();
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
                .orElseThrow(() -> new ReleaseException.Failed(Cause.of(
                                CauseKind.ACCESS_DENIED,
                                "could not create repository " + repository
                                        + ": no entry of kube-release's configuration in Jenkins has a credential for"
                                        + " it")
                        .suggesting("add AWS credentials for " + repository.registry()
                                + " at Manage Jenkins » System, or in the job's folder")));
    }

    /** Applies a function to the configured credential for the repository; absent when there is none. */
    private <T> Optional<T> with(ImageRepository repository, BiFunction<ImageRepository, C, T> made) {
        for (Folder<C> folder : folders.get()) {
            Optional<RegistryEntry> registry = RegistryEntry.of(repository, folder.entries());
            if (registry.isPresent()) {
                return registry.flatMap(RegistryEntry::credential).map(id -> {
                    trust.admit(new Reach(Reach.Kind.REGISTRY, repository.value()));
                    return made.apply(repository, folder.credential().apply(id));
                });
            }
        }
        return Optional.empty();
    }

    /** The registries to reach without TLS. */
    public Set<String> plainHttp() {
        return RegistryEntry.plainHttp(folders.get().stream()
                .flatMap(folder -> folder.entries().stream())
                .toList());
    }

    /** Drops the tokens, since one may have expired early, and tells the administrator which entry was refused. */
    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        logins.forget();
        String source = folders.get().stream()
                .flatMap(folder -> RegistryEntry.of(repository, folder.entries()).stream())
                .findFirst()
                .filter(entry -> entry.credential().isPresent())
                .map(entry -> "came with credential " + entry.credential().orElse("") + " of entry " + entry.prefix())
                .orElse("came without a credential: no entry of kube-release's configuration in Jenkins is for it");
        return Optional.of(new Advice(
                source, "check that entry and its credential at Manage Jenkins » System, or in the job's folder"));
    }
}
