package io.kuberelease.adapters.cloud.aws;

import io.kuberelease.adapters.cloud.CloudAuth;
import io.kuberelease.model.ImageRepository;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Credentials for Amazon's private registries, with one identity. Thread-safe. */
public final class EcrAuth implements CloudAuth, EcrRepositories {
    private final AwsIdentity who;
    private final AwsServices services;
    private final Map<String, EcrRegistry> registries = new ConcurrentHashMap<>();

    public EcrAuth(AwsIdentity who, AwsServices services) {
        this.who = who;
        this.services = services;
    }

    @Override
    public boolean serves(ImageRepository repository) {
        return EcrName.of(repository).isPresent();
    }

    /**
     * Never empty for a private registry of Amazon's: none can be read without credentials.
     *
     * @throws io.kuberelease.model.ReleaseException.Failed when there are no credentials, they have expired, or are not
     *     allowed to
     */
    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        return EcrName.of(repository).map(name -> registry(name).credentials());
    }

    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        return EcrName.of(repository).map(name -> {
            EcrRegistry registry = registry(name);
            registry.forget();
            return EcrAdvice.on(name, registry.account(), refusal);
        });
    }

    @Override
    public EcrRegistry registry(ImageRepository repository) {
        return registry(EcrName.of(repository)
                .orElseThrow(() -> new IllegalArgumentException(repository + " is in no registry of Amazon's")));
    }

    /** The same instance for all repositories of a registry, so that they share a token. */
    private EcrRegistry registry(EcrName name) {
        String key = name.account() + " " + name.region() + " " + name.fips();
        return registries.computeIfAbsent(key, unused -> new EcrRegistry(name, who, services));
    }
}
