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
 * What the controller brings along for a release, with the access of its build.
 *
 * @param release the release's directory; its source is in {@link #SOURCE} below it
 */
public record ReleasePorts(Run<?, ?> run, Access access, Path release) {
    /** What the controller was handed of the source. */
    public static final String SOURCE = "source";

    /** The tests' own reports, as files. */
    public static final String REPORTS = "reports";

    /**
     * For the ports of a release.
     *
     * @param builder has the image built on an agent
     * @param evidence where people find what is kept of failures
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
                // The repositories and credentials of whoever runs Jenkins are not the build's: no home of Helm is read.
                new PortsConfig.HelmHome(Map.of(), release),
                helperImage(run),
                builder,
                new PortsConfig.Keeping(new DirectoryReports(release.resolve(REPORTS)), evidence),
                access::admit);
    }

    /** For a release of a bundle that exists. */
    public PortsConfig ofBundle() {
        return config(
                (task, control) -> {
                    throw new IllegalStateException("nothing is built of a bundle that exists");
                },
                files -> files);
    }

    /** How registries are reached with the access of a build. */
    public static PortsConfig.Registries registries(Access access) {
        return new PortsConfig.Registries(
                access.registries(), access.ecrRepositories(), access.plainHttp(), access::newHttpClient);
    }

    /** As the environment of Jenkins, of the folder or of the job has it. */
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
