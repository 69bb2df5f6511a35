package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.kuberelease.access.aws.AwsKey;
import io.kuberelease.adapters.registryauth.KeptToken;
import io.kuberelease.adapters.registryauth.ecr.EcrName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.FileCredentials;

/** Makes of a credential of Jenkins what a registry takes; short-lived tokens are bought, kept and renewed. */
final class RegistryLogins {
    private final Map<String, KeptToken> kept = new ConcurrentHashMap<>();

    /**
     * A user and a password.
     *
     * @throws io.kuberelease.model.ReleaseException when the credential is of no use there
     */
    Credentials login(ImageRepository repository, StandardCredentials found) {
        if (found instanceof FileCredentials file) {
            return bought(file.getId(), () -> CloudServices.google()
                    .login("credential " + file.getId(), ClusterAccess.content(file)));
        }
        Optional<EcrName> amazon = EcrName.of(repository);
        if (found instanceof StandardUsernamePasswordCredentials user) {
            if (amazon.isPresent() && AwsKey.isId(user.getUsername())) {
                AwsKey key = new AwsKey(
                        user.getUsername(), new Secret(user.getPassword().getPlainText()));
                String what = user.getId() + " " + amazon.get().region() + " " + user.getUsername();
                return bought(what, () -> CloudServices.ecr().login(key, amazon.get()));
            }
        }
        return converted(found).orElseGet(() -> written(found));
    }

    /** The next tokens are new ones. */
    void forget() {
        kept.values().forEach(KeptToken::forget);
    }

    private Credentials bought(String what, Supplier<Credentials> service) {
        return kept.computeIfAbsent(what, unused -> new KeptToken(Clock.systemUTC()))
                .get(() -> Optional.of(service.get()))
                .orElseThrow();
    }

    /** By the plugin that the credential is of, ECR's for one. */
    private static Optional<Credentials> converted(StandardCredentials found) {
        return Jenkins.get().getPlugin("docker-commons") == null ? Optional.empty() : DockerTokens.of(found);
    }

    private static Credentials written(StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new Credentials(
                    user.getUsername(), new Secret(user.getPassword().getPlainText()), Optional.empty());
        }
        throw Refused.input(
                "credential " + found.getId() + " is of no kind that a registry takes",
                "choose a user's name with a password, or a secret file with the key of a Google service account");
    }
}
