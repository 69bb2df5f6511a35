package io.jenkins.plugins.kuberelease.wiring;

import hudson.model.Run;
import hudson.model.TaskListener;
import io.kuberelease.adapters.kubernetes.tests.DirectoryReports;
import io.kuberelease.app.PortsConfig;
import io.kuberelease.model.Cause;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.port.EvidenceStore;
import io.kuberelease.port.ImageBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import jenkins.model.Jenkins;

/**
 * Configures the ports of a release on the controller, with the access of its build.
 *
 * @param release the release's directory; its source is in {@link #SOURCE} below it
 */
public record ReleasePorts(Run<?, ?> run, Access access, Path release) {
    /** The directory with the files of the source that the agent sent. */
    public static final String SOURCE = "source";

    /** The directory with the tests' own reports. */
    public static final String REPORTS = "reports";

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
                        release.resolve(SOURCE),
                        release,
                        Jenkins.get().getRootDir().toPath().resolve("caches/kube-release")),
                access.clusters(),
                registries(access),
                // A build must not use the Helm repositories and credentials of the user that Jenkins runs as.
                new PortsConfig.HelmHome(Map.of(), release),
                helperImage(run),
                builder,
                new PortsConfig.Keeping(new DirectoryReports(release.resolve(REPORTS)), evidence),
                access::admit);
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

    /** The helper image from the environment variables of Jenkins, the folder or the job, else of the process. */
    private static Optional<String> helperImage(Run<?, ?> run) {
        try {
            return Optional.ofNullable(run.getEnvironment(TaskListener.NULL).get(PortsConfig.HELPER_IMAGE))
                    .or(() -> Optional.ofNullable(System.getenv(PortsConfig.HELPER_IMAGE)));
        } catch (IOException e) {
            throw new ReleaseException.Errored(
                    Cause.of(CauseKind.UNAVAILABLE, "the variables of " + run + " can't be read: " + e.getMessage()),
                    Duration.ZERO,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException.Aborted("stopped while the variables of " + run + " were read");
        }
    }
}
