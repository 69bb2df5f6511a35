package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.adapters.registryauth.ecr.EcrName;
import io.kuberelease.adapters.registryauth.ecr.EcrRepositories;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.RegistryAuth;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** With what a job goes to registries: the nearest folder's entry wins, in it the longest prefix. */
final class JenkinsRegistries implements RegistryAuth, EcrRepositories {
    private final Item job;
    private final CredentialSource credentials;
    private final Gate gate;
    private final RegistryLogins logins = new RegistryLogins();

    JenkinsRegistries(Item job, CredentialSource credentials, Gate gate) {
        this.job = job;
        this.credentials = credentials;
        this.gate = gate;
    }

    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        for (Settings settings : Settings.of(job)) {
            Optional<ConfiguredRegistry> registry = entry(settings, repository);
            if (registry.isPresent()) {
                return registry.map(ConfiguredRegistry::getCredentialsId)
                        .map(id -> given(repository, id, settings.jenkins()));
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
     * Which registries are reached without TLS: those of which all entries say so, since a client knows a registry by its
     * host alone. A folder could take TLS from the password of an entry above it otherwise.
     */
    Set<String> plainHttp() {
        Map<String, Boolean> plain = Settings.of(job).stream()
                .flatMap(settings -> settings.registries().stream())
                .collect(Collectors.toMap(
                        ConfiguredRegistry::host, ConfiguredRegistry::isPlainHttp, Boolean::logicalAnd));
        return plain.keySet().stream().filter(plain::get).collect(Collectors.toUnmodifiableSet());
    }

    /** Amazon is not asked: whoever may not, is told so when the repository is made. */
    @Override
    public Optional<String> account(ImageRepository repository) {
        return Optional.empty();
    }

    @Override
    public boolean create(ImageRepository repository) {
        gate.pass("registry " + repository.registry());
        for (Settings settings : Settings.of(job)) {
            Optional<ConfiguredRegistry> registry = entry(settings, repository);
            if (registry.isPresent()) {
                return logins.create(EcrName.of(repository).orElseThrow(), found(registry.get(), settings.jenkins(), repository));
            }
        }
        throw withoutCredential(repository);
    }

    private StandardCredentials found(ConfiguredRegistry registry, boolean jenkins, ImageRepository repository) {
        String id = registry.getCredentialsId();
        if (id == null) {
            throw withoutCredential(repository);
        }
        return credentials.find(id, jenkins);
    }

    private static ReleaseException.Failed withoutCredential(ImageRepository repository) {
        return Refused.access(
                "could not create repository " + repository + ": no entry of kube-release's configuration in Jenkins has"
                        + " a credential for it",
                "add AWS credentials for " + repository.registry() + " at Manage Jenkins » System, or in the job's"
                        + " folder");
    }

    private Credentials given(ImageRepository repository, String id, boolean jenkins) {
        gate.pass("registry " + repository.registry());
        return logins.login(repository, credentials.find(id, jenkins));
    }

    /** A token may have ended before its time; which entry it came from is what an administrator needs to know. */
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
