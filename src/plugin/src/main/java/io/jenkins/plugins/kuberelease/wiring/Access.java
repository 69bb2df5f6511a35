package io.jenkins.plugins.kuberelease.wiring;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import hudson.model.Run;
import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.app.Notifiers;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.RegistryAuth;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The access of one build to clusters, registries and notifications: what its job may use of Jenkins' configuration,
 * and nothing else. Secrets are looked up when they are needed and not stored. Closing it closes the connections to
 * clusters.
 */
public interface Access extends AutoCloseable {

    /** The clusters, by the names that a release file may use. */
    Clusters clusters();

    /** Credentials for registries. */
    RegistryAuth registries();

    /** Amazon's registries, for creating repositories. */
    EcrRepositories ecrRepositories();

    /** Sets who is told of secrets to mask: at once of all that were looked up so far, and then of each new one. */
    void secretsTo(Consumer<FoundSecrets> reader);

    /** Registries to reach without TLS, as {@code host:port}; those on this machine need not be listed. */
    Set<String> plainHttp();

    /** Connections that use Jenkins' proxy where there is one. */
    Connections connections();

    /** The means to notify those whom the release file names; absent for an untrusted build. */
    Optional<Notifiers> notifiers();

    /**
     * Returns when the build's source is trusted.
     *
     * @param what is to be reached, for the message
     * @throws io.kuberelease.model.ReleaseException.Failed for an untrusted build
     */
    void admit(String what);

    /**
     * Tells the plan of the release that is carried out: an untrusted build whose revision a person has seen reaches what
     * that plan's preview needs, and nothing else.
     */
    default void goesBy(ReleasePlan plan) {}

    @Override
    void close();

    /** Makes the access of a build; called each time a release begins or is resumed. To be closed by the caller. */
    static Access of(Run<?, ?> run) {
        return ExtensionList.lookupFirst(Provider.class).of(run);
    }

    /** Makes the access of a project's previews, without a build; the project may be gone. To be closed by the caller. */
    static Access ofProject(String project) {
        return ExtensionList.lookupFirst(Provider.class).ofProject(project);
    }

    /** Provides the access of builds. The provider with the highest ordinal is used. */
    interface Provider extends ExtensionPoint {
        Access of(Run<?, ?> run);

        /**
         * The access of those who look after a project's previews, which comes to no more than its jobs may use.
         *
         * @param project its full name
         */
        Access ofProject(String project);
    }
}
