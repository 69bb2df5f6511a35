package io.jenkins.plugins.kuberelease.access;

import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.kuberelease.access.aws.AwsIdentity;
import io.kuberelease.adapters.registryauth.ecr.EcrName;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Makes of a credential of Jenkins what a registry takes; short-lived tokens are bought, kept and renewed. */
final class RegistryLogins {
    private final CloudTokens tokens = new CloudTokens();

    /**
     * A user and a password.
     *
     * @throws io.kuberelease.model.ReleaseException when the credential is of no use there
     */
    Credentials login(ImageRepository repository, StandardCredentials found) {
        return tokens.google(found)
                .or(() -> EcrName.of(repository).flatMap(amazon -> tokens.ecr(found, amazon)))
                .or(() -> converted(found))
                .orElseGet(() -> written(repository, found));
    }

    /**
     * Makes a repository at Amazon's.
     *
     * @return false when it was there already
     * @throws io.kuberelease.model.ReleaseException when Amazon refuses, or the credential is none of Amazon's
     */
    boolean create(EcrName name, StandardCredentials found) {
        AwsIdentity who = AwsIdentity.of(found)
                .orElseThrow(() -> Refused.input(
                        "credential " + found.getId() + " can't create repository " + name.repository()
                                + " at Amazon: it is not an access key of AWS",
                        "choose AWS credentials, or leave image.createRepository out and create the repository"));
        return CloudServices.ecr().create(who.keys().get(), name);
    }

    /** The next tokens are new ones. */
    void forget() {
        tokens.forget();
    }

    /** By the plugin that the credential is of, ECR's for one. */
    private static Optional<Credentials> converted(StandardCredentials found) {
        return Jenkins.get().getPlugin("docker-commons") == null ? Optional.empty() : DockerTokens.of(found);
    }

    private static Credentials written(ImageRepository repository, StandardCredentials found) {
        if (found instanceof StandardUsernamePasswordCredentials user) {
            return new Credentials(
                    user.getUsername(), new Secret(user.getPassword().getPlainText()), Optional.empty());
        }
        throw Refused.input(
                "credential " + found.getId() + " is of no kind that registry " + repository.registry() + " takes",
                "choose a user's name with a password; for Amazon's ECR, AWS credentials; for Google's registries, a"
                        + " service account");
    }
}
