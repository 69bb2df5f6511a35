package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.port.RegistryAuth;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The registry credentials of a job: the nearest folder with a matching entry wins, and in it the longest prefix. */
final class JenkinsRegistries implements RegistryAuth, EcrRepositories {
    private final Item job;
    private final CredentialSource credentials;
    private final Consumer<String> gate;
    private final KnownSecrets known;
    private final RegistryLogins logins = new RegistryLogins();

    JenkinsRegistries(Item job, CredentialSource credentials, Consumer<String> gate, KnownSecrets known) {
        this.job = job;
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
        for (Settings settings : Settings.of(job)) {
            Optional<ConfiguredRegistry> registry = entry(settings, repository);
            if (registry.isPresent()) {
                return registry.map(ConfiguredRegistry::getCredentialsId).map(id -> {
                    gate.accept("registry " + repository.registry());
                    return made.apply(repository, credentials.find(id, settings.jenkins()));
                });
            }
        }
        return Optional.empty();
    }

    private static Optional<ConfiguredRegistry> entry(Settings settings, ImageRepository repository) {
        return settings.registries().stream()
                .filter(each -> each.serves(repository))
                .max(Comparator.comparingInt(each -> each.getPrefix().length()));
    }

    private Optional<ConfiguredRegistry> entry(ImageRepository repository) {
        return Settings.of(job).stream()
                .flatMap(settings -> entry(settings, repository).stream())
                .findFirst()
                .filter(entry -> entry.getCredentialsId() != null);
    }

    /**
     * The registries to reach without TLS: those for which all entries say so, since a client knows a registry by its
     * host alone. Otherwise a folder could send the password of an entry above it without TLS.
     */
    Set<String> plainHttp() {
        Map<String, Boolean> plain = Settings.of(job).stream()
                .flatMap(settings -> settings.registries().stream())
                .collect(Collectors.toMap(
                        ConfiguredRegistry::host, ConfiguredRegistry::isPlainHttp, Boolean::logicalAnd));
        return plain.keySet().stream().filter(plain::get).collect(Collectors.toUnmodifiableSet());
    }

    /** Drops the tokens, since one may have expired early, and tells the administrator which entry was refused. */
    @Override
    public Optional<Advice> refused(ImageRepository repository, Refusal refusal) {
        logins.forget();
        String source = entry(repository)
                .map(entry -> "came with credential " + entry.getCredentialsId() + " of entry " + entry.getPrefix())
                .orElse("came without a credential: no entry of kube-release's configuration in Jenkins is for it");
        return Optional.of(new Advice(
                source, "check that entry and its credential at Manage Jenkins » System, or in the job's folder"));
    }
}
