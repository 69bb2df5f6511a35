package io.kuberelease.app;

import io.kuberelease.adapters.cloud.aws.EcrRepositories;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.http.Connections;
import io.kuberelease.adapters.kubernetes.tests.ReportsKeeper;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import io.kuberelease.port.RegistryAuth;
import io.kuberelease.port.SecretValues;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The configuration that a host provides for the ports of one release: everything in which the terminal and Jenkins
 * differ, and nothing else. A setting of the release file does not belong here: it is in the plan, and counts in every
 * host.
 *
 * @param node the name of the deploying machine in Helm's records
 * @param clusters reached with this host's credentials; not closed with the ports
 * @param helm where the user's settings of Helm are looked for
 * @param helperImage the image that carries test reports out of the cluster; absent or blank for the default
 * @param clusterMaker makes the clusters that a release file has commands for
 * @param builder builds images on the machine that has the source
 * @param secrets reads the values of environments' secrets, with this host's credentials
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
        Admission admission,
        ClusterMaker clusterMaker,
        SecretValues secrets) {
    /** The variable that names another helper image, in every host. */
    public static final String HELPER_IMAGE = "KUBE_RELEASE_COURIER_IMAGE";

    public PortsConfig {
        helperImage = helperImage.map(String::strip).filter(image -> !image.isEmpty());
    }

    /**
     * Directories of this machine.
     *
     * @param source the chart and the values, as far as this machine has them
     * @param release the release's own directory, which outlives a restart
     * @param cache shared by all releases, for example for Helm's program
     */
    public record Places(Path source, Path release, Path cache) {}

    /**
     * How registries are reached.
     *
     * @param repositories creates repositories in Amazon's registries, where the release file asks for that
     * @param plainHttp registries, as {@code host:port}, that are spoken to without TLS; those of this machine need no
     *     mention
     * @param connections begins building HTTP clients that use the proxy of this host
     */
    public record Registries(
            RegistryAuth auth, EcrRepositories repositories, Set<String> plainHttp, Connections connections) {
        public Registries {
            plainHttp = Set.copyOf(plainHttp);
        }
    }

    /**
     * Where a user's settings of Helm are looked for.
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
     * What happens to the reports and the evidence that a release leaves behind.
     *
     * @param reports stores the JUnit reports of the tests
     * @param evidence wraps the store in the release's directory, to name the place where people find it
     */
    public record Keeping(ReportsKeeper reports, UnaryOperator<EvidenceStore> evidence) {
        /** Reports are counted and not kept; evidence is found by its path. */
        public static final Keeping PATHS = new Keeping(ReportsKeeper.none(), files -> files);
    }

    /** Decides whether a release whose author is not trusted may reach something. */
    @FunctionalInterface
    public interface Admission {
        /** Admits everything: for a host whose user has written the source, or answers for it. */
        Admission OPEN = what -> {};

        /**
         * Returns when it may be reached.
         *
         * @param what is to be reached, for the message
         * @throws io.kuberelease.model.ReleaseException.Failed when it may not be reached
         */
        void admit(String what);
    }
}
