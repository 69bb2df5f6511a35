package io.jenkins.plugins.kuberelease.wiring;

import hudson.slaves.EnvironmentVariablesNodeProperty;
import io.kuberelease.adapters.kubernetes.tests.DirectoryReports;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.app.hosting.ReleaseDirectory;
import io.kuberelease.port.ClusterMaker;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jenkins.model.Jenkins;

/**
 * Configures the ports of a release on the controller, with the access of its build.
 *
 * @param release the release's directory; also holds what the agent sent of the source
 */
public record ReleasePorts(Access access, Path release) {
    /**
     * The configuration for a release.
     *
     * @param builder builds the image on an agent
     * @param evidence wraps the store in the release's directory, to name the place where people find it
     */
    public PortsConfig config(ImageBuilder builder, UnaryOperator<EvidenceStore> evidence) {
        return new PortsConfig(
                "jenkins",
                new PortsConfig.Places(
                        release.resolve(ReleaseDirectory.SOURCE),
                        release,
                        Jenkins.get().getRootDir().toPath().resolve("caches/kube-release")),
                access.clusters(),
                registries(access),
                // A build must not use the Helm repositories and credentials of the user that Jenkins runs as.
                new PortsConfig.HelmHome(Map.of(), release),
                helperImage(),
                builder,
                new PortsConfig.Keeping(new DirectoryReports(release.resolve(ReleaseDirectory.REPORTS)), evidence),
                access::admit,
                // On the controller, a branch's commands would run as Jenkins itself.
                ClusterMaker.refusing("Jenkins"));
    }

    /** The configuration for a release of an existing bundle; building throws {@link IllegalStateException}. */
    public PortsConfig ofBundle() {
        return config(
                (task, control) -> {
                    throw new IllegalStateException("nothing is built of a bundle that exists");
                },
                files -> files);
    }

    /** The settings for registries, with the access of a build. */
    public static PortsConfig.Registries registries(Access access) {
        return new PortsConfig.Registries(
                access.registries(), access.ecrRepositories(), access.plainHttp(), access.connections());
    }

    /**
     * The helper image from Jenkins' own configuration: its global variables, else those of its process. Never from a
     * build's, where a parameter could name any image, which then runs beside the tests.
     */
    private static Optional<String> helperImage() {
        return Jenkins.get().getGlobalNodeProperties().getAll(EnvironmentVariablesNodeProperty.class).stream()
                .flatMap(each -> Stream.ofNullable(each.getEnvVars().get(PortsConfig.HELPER_IMAGE)))
                .findFirst()
                .or(() -> Optional.ofNullable(System.getenv(PortsConfig.HELPER_IMAGE)));
    }
}
