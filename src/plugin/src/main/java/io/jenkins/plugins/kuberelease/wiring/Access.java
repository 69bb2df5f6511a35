package io.jenkins.plugins.kuberelease.wiring;

import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.app.Notifiers;
import io.kuberelease.port.RegistryAuth;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * With what one build reaches the world outside: what its job may use of Jenkins' configuration, and nothing else.
 * Secrets are looked up when they are needed and kept nowhere. Closing it closes the clusters' connections.
 */
public interface Access extends AutoCloseable {

    /** The clusters, by the names that a release file may use. */
    Clusters clusters();

    /** Credentials for registries. */
    RegistryAuth registries();

    /** Amazon's registries, where repositories may have to be made. */
    EcrRepositories ecrRepositories();

    /**
     * Whom to tell what must be hidden: all secrets that were looked up, and from now on those that are.
     */
    void secretsTo(Consumer<FoundSecrets> reader);

    /** Registries, as {@code host:port}, that are spoken to without TLS; those of this machine need no mention. */
    Set<String> plainHttp();

    /** A client for registries, to be built: over Jenkins' proxy where there is one. */
    HttpClient.Builder newHttpClient();

    /** With what those are told whom the release file names; absent in a stranger's build. */
    Optional<Notifiers> notifiers();

    /**
     * Lets a build of the repository's own people pass.
     *
     * @param what is to be reached, for the message
     * @throws io.kuberelease.model.ReleaseException.Failed for a stranger's build
     */
    void admit(String what);

    @Override
    void close();
}
