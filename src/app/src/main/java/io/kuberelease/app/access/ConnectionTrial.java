package io.kuberelease.app.access;

import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.kubernetes.access.ClusterAccess;
import io.kuberelease.adapters.oci.OciRegistry;
import io.kuberelease.adapters.oci.PlainHttp;
import io.kuberelease.model.ImageRepository;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Tries settings before they are saved, and says in a sentence what came of it. Methods block. */
public final class ConnectionTrial {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final String NOWHERE = "kube-release/connection-test";

    private ConnectionTrial() {}

    /**
     * Asks a cluster as whom it knows us.
     *
     * @throws ReleaseException when it does not answer, or refuses us
     */
    public static String cluster(Clusters clusters, String name) {
        Target target = new Target(name, Optional.empty(), new Namespace("default"));
        return "The cluster knows us as " + new ClusterAccess(clusters).user(target) + ". " + id(clusters, name);
    }

    /** The cluster's id, which environments can be pinned to; not every user may read it. */
    private static String id(Clusters clusters, String name) {
        try {
            return "Its id is " + clusters.clusterId(name) + ".";
        } catch (ReleaseException.Failed refused) {
            return "Its id is not told: the user may not read namespace kube-system.";
        }
    }

    /**
     * Asks a registry for an image, which need not exist.
     *
     * @param login for a repository of it; absent to ask without one
     * @throws ReleaseException when it does not answer, or refuses us
     */
    public static String registry(
            RegistryEntry entry,
            Optional<Function<ImageRepository, Credentials>> login,
            Connections connections,
            InstantSource clock) {
        ImageRepository repository =
                new ImageRepository(entry.prefix().contains("/") ? entry.prefix() : entry.prefix() + "/" + NOWHERE);
        new OciRegistry(
                        asked -> login.map(made -> made.apply(repository)),
                        new PlainHttp(entry.plainHttp() ? Set.of(entry.host()) : Set.of()),
                        LIMIT,
                        clock,
                        connections)
                .resolve(repository, "latest");
        return entry.host() + " lets us in" + (login.isPresent() ? "" : " without a credential");
    }
}
