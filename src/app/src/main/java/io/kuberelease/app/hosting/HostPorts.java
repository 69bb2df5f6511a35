package io.kuberelease.app.hosting;

import io.kuberelease.adapters.kubernetes.tests.DirectoryReports;
import io.kuberelease.adapters.secrets.SecretSources;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.app.access.Access;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Configures the ports of releases in a host that carries them out for others, with the access of their builds.
 *
 * @param name of the host, for messages
 * @param node as {@link PortsConfig#node}
 * @param cache shared by all releases
 * @param helperImage from the host's own configuration: in a build's, a parameter could name any image, which then runs
 *     beside the tests
 */
public record HostPorts(String name, String node, Path cache, Optional<String> helperImage) {

    /**
     * The configuration for a release.
     *
     * @param release its directory; also holds what was sent of the source
     * @param builder builds the image where the source is
     * @param evidence wraps the store in the release's directory, to name the place where people find it
     */
    public PortsConfig config(
            Access access, Path release, ImageBuilder builder, UnaryOperator<EvidenceStore> evidence) {
        return new PortsConfig(
                node,
                new PortsConfig.Places(release.resolve(ReleaseDirectory.SOURCE), release, cache),
                access.clusters(),
                access.forRegistries(),
                // A build must not use the Helm repositories and credentials of the user that the host runs as.
                new PortsConfig.HelmHome(Map.of(), release),
                helperImage,
                builder,
                new PortsConfig.Keeping(new DirectoryReports(release.resolve(ReleaseDirectory.REPORTS)), evidence),
                access::admit,
                // On the host, a branch's commands would run as the host itself.
                ClusterMaker.refusing(name),
                new SecretSources(name, List.of()));
    }

    /** The configuration for a release of an existing bundle; building throws {@link IllegalStateException}. */
    public PortsConfig ofBundle(Access access, Path release) {
        return config(
                access,
                release,
                (task, control) -> {
                    throw new IllegalStateException("nothing is built of a bundle that exists");
                },
                files -> files);
    }
}
