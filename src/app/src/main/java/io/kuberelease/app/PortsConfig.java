package io.kuberelease.app;

import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.kubernetes.tests.ReportsKeeper;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.RegistryAuth;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What a host brings along for the ports of one release: everything in which the terminal and Jenkins differ, and
 * nothing else. A setting of a release file has no place here: it is in the plan, and counts in every host.
 *
 * @param node what Helm's records call the machine that deploys
 * @param clusters reached with this host's credentials; not closed with the ports
 * @param helm what of a user's Helm counts
 * @param helperImage carries test reports out of the cluster, in the place of the usual one
 * @param builder builds images where the source is
 */
public record PortsConfig(
        String node,
        Places places,
        Clusters clusters,
        Registries registries,
        HelmHome helm,
        Optional<String> helperImage,
        ImageBuilder builder,
        Keeping keeping,
        Admission admission) {
    /** The variable that names another helper image, in every host. */
    public static final String HELPER_IMAGE = "KUBE_RELEASE_COURIER_IMAGE";

    public PortsConfig {
        helperImage = helperImage.map(String::strip).filter(image -> !image.isEmpty());
    }

    /**
     * Directories of this machine.
     *
     * @param source what there is of the source: chart and values
     * @param release where the release keeps what it needs again
     * @param cache for what serves all releases, Helm's program for one
     */
    public record Places(Path source, Path release, Path cache) {}

    /**
     * How registries are reached.
     *
     * @param repositories makes repositories at Amazon's registries, where the release file wants that
     * @param plainHttp registries, as {@code host:port}, that are spoken to without TLS; those of this machine need no
     *     mention
     * @param connections begins a client, with the proxy that is to be used
     */
    public record Registries(
            RegistryAuth auth, EcrRepositories repositories, Set<String> plainHttp, Connections connections) {
        public Registries {
            plainHttp = Set.copyOf(plainHttp);
        }
    }

    /**
     * Where Helm's settings of a user are looked for.
     *
     * @param environment the variables that may name another place
     * @param home the user's home directory
     */
    public record HelmHome(Map<String, String> environment, Path home) {
        public HelmHome {
            environment = Map.copyOf(environment);
        }
    }

    /**
     * What becomes of what a release leaves behind for people.
     *
     * @param reports gets the tests' own reports
     * @param evidence where people find what the release's directory keeps of failures
     */
    public record Keeping(ReportsKeeper reports, UnaryOperator<EvidenceStore> evidence) {
        /** Reports are counted and not kept; evidence is found by its path. */
        public static final Keeping PATHS = new Keeping(ReportsKeeper.none(), files -> files);
    }

    /** Whether what a stranger may have written is let in. */
    @FunctionalInterface
    public interface Admission {
        /** For a host whose user has written everything, or answers for it. */
        Admission OPEN = what -> {};

        /**
         * Lets it pass.
         *
         * @param what is to be reached, for the message
         * @throws io.kuberelease.model.ReleaseException.Failed when it may not be
         */
        void admit(String what);
    }
}
