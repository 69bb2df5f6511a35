package io.kuberelease.adapters.registryauth.ecr;

import io.kuberelease.adapters.registryauth.CloudAuth;
import io.kuberelease.adapters.registryauth.KeptToken;
import io.kuberelease.model.ImageRepository;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Credentials for Amazon's private registries. Nothing of Amazon's library is loaded before the first question about
 * one of them.
 */
public final class EcrAuth implements CloudAuth, EcrRepositories {
    private final AwsAccess access;
    private final InstantSource clock;
    private final Map<String, Registry> registries = new ConcurrentHashMap<>();

    public EcrAuth(AwsAccess access, InstantSource clock) {
        this.access = access;
        this.clock = clock;
    }

    @Override
    public boolean serves(ImageRepository repository) {
        return EcrName.of(repository).isPresent();
    }

    /**
     * Always present for a registry of Amazon's: none of them is open to everybody.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when there are no credentials, they have ended, or may not
     */
    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        return EcrName.of(repository).flatMap(name -> registry(name).credentials());
    }

    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        return EcrName.of(repository).map(name -> {
            Registry registry = registry(name);
            registry.kept.forget();
            return EcrAdvice.on(name, registry.account, refusal);
        });
    }

    @Override
    public Optional<String> account(ImageRepository repository) {
        Registry registry = registry(amazons(repository));
        return registry.credentials().flatMap(unused -> registry.account);
    }

    @Override
    public boolean create(ImageRepository repository) {
        EcrName name = amazons(repository);
        return registry(name).service.create(name.repository());
    }

    private static EcrName amazons(ImageRepository repository) {
        return EcrName.of(repository)
                .orElseThrow(() -> new IllegalArgumentException(repository + " is in no registry of Amazon's"));
    }

    private Registry registry(EcrName name) {
        String key = name.account() + " " + name.region() + " " + name.fips();
        return registries.computeIfAbsent(key, unused -> new Registry(name));
    }

    /** One registry, with its token. */
    private final class Registry {
        private final EcrService service;
        private final KeptToken kept = new KeptToken(clock);
        private volatile Optional<String> account = Optional.empty();

        Registry(EcrName name) {
            this.service = new EcrService(name, access);
        }

        Optional<Credentials> credentials() {
            return kept.get(() -> {
                EcrService.Token token = service.token();
                account = token.account();
                return Optional.of(token.credentials());
            });
        }
    }
}
