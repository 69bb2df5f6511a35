package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import hudson.model.Item;
import io.jenkins.plugins.kuberelease.config.ConfiguredRegistry;
import io.jenkins.plugins.kuberelease.config.Settings;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** With what a job goes to registries: the nearest folder's entry wins, in it the longest prefix. */
final class JenkinsRegistries implements RegistryAuth {
    private final Item job;
    private final CredentialSource credentials;
    private final Gate gate;

    JenkinsRegistries(Item job, CredentialSource credentials, Gate gate) {
        this.job = job;
        this.credentials = credentials;
        this.gate = gate;
    }

    @Override
    public Optional<Credentials> credentials(ImageRepository repository) {
        for (Settings settings : Settings.of(job)) {
            Optional<ConfiguredRegistry> registry = settings.registries().stream()
                    .filter(each -> each.serves(repository))
                    .max(Comparator.comparingInt(each -> each.getPrefix().length()));
            if (registry.isPresent()) {
                return registry.map(ConfiguredRegistry::getCredentialsId)
                        .map(id -> given(repository, id, settings.jenkins()));
            }
        }
        return Optional.empty();
    }

    /** Which registries are reached without TLS. */
    Set<String> plainHttp() {
        return Settings.of(job).stream()
                .flatMap(settings -> settings.registries().stream())
                .filter(ConfiguredRegistry::isPlainHttp)
                .map(ConfiguredRegistry::host)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Credentials given(ImageRepository repository, String id, boolean jenkins) {
        gate.pass("registry " + repository.registry());
        return of(credentials.find(id, jenkins));
    }

    static Credentials of(StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new Credentials(
                    user.getUsername(), new Secret(user.getPassword().getPlainText()), Optional.empty());
        }
        throw Refused.input(
                "credential " + found.getId() + " is of no kind that a registry takes",
                "choose one with a user's name and a password");
    }
}
