package io.kuberelease.app.access;

import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.app.Notifiers;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.model.FoundSecrets;
import io.kuberelease.plan.ReleasePlan;
import io.kuberelease.port.RegistryAuth;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What a host lets one build, or one project, reach of clusters, registries and notifications: what is configured for it,
 * and nothing else. Secrets are looked up when they are needed and not stored.
 *
 * @param clusters by the names that a release file may use; closed with this
 * @param ecrRepositories Amazon's registries, for creating repositories
 * @param insecure registries to reach without TLS, as {@code host:port}; those on this machine need not be listed
 * @param connections through the host's proxy where there is one
 * @param secrets those that were looked up
 * @param notifying the means to notify those whom the release file names; absent for an untrusted build
 */
public record Access(
        Clusters clusters,
        RegistryAuth registries,
        EcrRepositories ecrRepositories,
        Supplier<Set<String>> insecure,
        Connections connections,
        KnownSecrets secrets,
        Supplier<Optional<Notifiers>> notifying,
        Trusting trust)
        implements AutoCloseable {

    /** Says what may be reached, by who has written the source. */
    public interface Trusting {
        /** For what the host itself does. */
        Trusting EVERYTHING = what -> {};

        /**
         * Returns when that may be reached.
         *
         * @throws io.kuberelease.model.ReleaseException.Failed when it may not
         */
        void admit(Reach what);

        /**
         * Tells the plan of the release that is carried out: an untrusted build whose revision a person has seen reaches
         * what that plan's preview needs, and nothing else.
         */
        default void goesBy(ReleasePlan plan) {}
    }

    /** Sets who is told of secrets to mask: at once of all that were looked up so far, and then of each new one. */
    public void secretsTo(Consumer<FoundSecrets> reader) {
        secrets.readBy(reader);
    }

    /** The registries to reach without TLS, as they are configured now. */
    public Set<String> plainHttp() {
        return insecure.get();
    }

    /** The means to notify those whom the release file names; absent for an untrusted build. */
    public Optional<Notifiers> notifiers() {
        return notifying.get();
    }

    /** The settings for registries. */
    public PortsConfig.Registries forRegistries() {
        return new PortsConfig.Registries(registries, ecrRepositories, plainHttp(), connections);
    }

    /** Returns when the build's source may use a tool of the host; its name is for the message. */
    public void admit(String tool) {
        trust.admit(new Reach(Reach.Kind.TOOL, tool));
    }

    /** As {@link Trusting#goesBy}. */
    public void goesBy(ReleasePlan plan) {
        trust.goesBy(plan);
    }

    @Override
    public void close() {
        clusters.close();
    }
}
