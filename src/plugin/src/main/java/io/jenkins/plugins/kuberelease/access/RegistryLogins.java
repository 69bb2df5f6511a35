package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.kuberelease.cloud.CloudTokens;
import io.kuberelease.adapters.cloud.aws.EcrName;
import io.kuberelease.adapters.cloud.aws.EcrRegistry;
import io.kuberelease.app.access.ConfiguredRegistries;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import jenkins.authentication.tokens.api.AuthenticationTokens;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.docker.commons.credentials.DockerRegistryToken;

/** Turns credentials of Jenkins into logins for registries; short-lived tokens are fetched, kept and renewed. */
final class RegistryLogins implements ConfiguredRegistries.Logins<StandardCredentials> {
    private final CloudTokens tokens = new CloudTokens();

    @Override
    public Credentials login(ImageRepository repository, StandardCredentials found) {
        return tokens.google(found)
                .or(() -> EcrName.of(repository)
                        .flatMap(amazon -> tokens.ecr(found, amazon))
                        .map(EcrRegistry::credentials))
                .or(() -> converted(found))
                .orElseGet(() -> written(repository, found));
    }

    @Override
    public EcrRegistry ecr(ImageRepository repository, StandardCredentials found) {
        return EcrName.of(repository)
                .flatMap(amazon -> tokens.ecr(found, amazon))
                .orElseThrow(() -> AccessErrors.input(
                        "credential " + found.getId() + " can't create repository " + repository
                                + " at Amazon: it is not an access key of AWS",
                        "choose AWS credentials, or leave image.createRepository out and create the repository"));
    }

    @Override
    public void forget() {
        tokens.forget();
    }

    /** Converted by the plugin that the credential comes from, for example that for ECR. */
    private static Optional<Credentials> converted(StandardCredentials found) {
        return Jenkins.get().getPlugin("docker-commons") == null ? Optional.empty() : DockerTokens.of(found);
    }

    private static Credentials written(ImageRepository repository, StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new Credentials(
                    user.getUsername(), new Secret(user.getPassword().getPlainText()), Optional.empty());
        }
        throw AccessErrors.input(
                "credential " + found.getId() + " is of no kind that registry " + repository.registry() + " takes",
                "choose a user's name with a password; for Amazon's ECR, AWS credentials; for Google's registries, a"
                        + " service account");
    }

    /**
     * Logins from credentials that other plugins convert for Docker registries. Loaded only where docker-commons is
     * installed.
     */
    private static final class DockerTokens {

        /** Absent when no plugin can convert the credential. May ask a service. */
        static Optional<Credentials> of(StandardCredentials found) {
            return Optional.ofNullable(AuthenticationTokens.convert(DockerRegistryToken.class, found))
                    .flatMap(token -> pair(token.getToken()));
        }

        private static Optional<Credentials> pair(String token) {
            String pair = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 1
                    ? Optional.empty()
                    : Optional.of(new Credentials(
                            pair.substring(0, colon), new Secret(pair.substring(colon + 1)), Optional.empty()));
        }
    }
}
