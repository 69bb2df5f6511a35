package io.jenkins.plugins.kuberelease.step;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.FilePath;
import hudson.model.Run;
import io.jenkins.plugins.kuberelease.page.ReleaseAction;
import io.jenkins.plugins.kuberelease.wiring.Access;
import io.jenkins.plugins.kuberelease.wiring.AccessProvider;
import io.kuberelease.adapters.cluster.Clusters;
import io.kuberelease.adapters.cluster.KubeconfigClusters;
import io.kuberelease.adapters.process.Programs;
import io.kuberelease.adapters.registryauth.DockerConfigAuth;
import io.kuberelease.plan.Notify;
import io.kuberelease.port.EventSink;
import io.kuberelease.port.RegistryAuth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestExtension;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Releases a small app from a real Jenkins to a real cluster. */
@WithJenkins
class KubeReleaseIT {
    @TempDir
    static Path helmWorker;

    @BeforeAll
    static void gatherHelmsProcess() throws Exception {
        for (Path directory : new Path[] {Path.of("../helm-worker/target"), Path.of("../helm-worker/target/lib")}) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                    Files.copy(jar, helmWorker.resolve(jar.getFileName()));
                }
            }
        }
        System.setProperty("io.jenkins.plugins.kuberelease.helmWorker", helmWorker.toString());
    }

    @Test
    void releasesFromTheWorkspaceOfANode(JenkinsRule jenkins) throws Exception {
        String namespace = "it-" + UUID.randomUUID().toString().substring(0, 8);
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, "hello");
        give(jenkins.jenkins.getWorkspaceFor(job), namespace);
        job.setDefinition(new CpsFlowDefinition(
                "node {\n def done = kubeRelease to: 'staging'\n echo \"released ${done.environments}\" }", true));

        WorkflowRun run = jenkins.buildAndAssertSuccess(job);

        jenkins.assertLogContains("released [staging:1]", run);
        assertThat(run.getAction(ReleaseAction.class)).isNotNull();
    }

    private static void give(FilePath workspace, String namespace) throws Exception {
        new FilePath(Path.of("../cli/src/test/resources/apps/hello").toFile()).copyRecursiveTo(workspace);
        FilePath file = workspace.child("kube-release.yaml");
        file.write(
                file.readToString()
                        .replace("NAMESPACE", namespace)
                        .replace("REGISTRY", System.getenv("KUBE_RELEASE_REGISTRY"))
                        .replace("readyWithin:", "createNamespace: true\n    readyWithin:"),
                "UTF-8");
    }

    /** The clusters and registries of the machine that the tests run on. */
    @TestExtension
    public static final class MachinesAccess implements AccessProvider {
        @Override
        public Access of(Run<?, ?> run) {
            return new OfMachine(KubeconfigClusters.of(System.getenv(), Path.of(System.getProperty("user.home"))));
        }
    }

    private record OfMachine(Clusters clusters) implements Access {
        @Override
        public RegistryAuth registries() {
            return new DockerConfigAuth(
                    System.getenv(), Path.of(System.getProperty("user.home")), new Programs(System.getenv()));
        }

        @Override
        public Set<String> plainHttp() {
            return Set.of();
        }

        @Override
        public Optional<EventSink> slack(Notify notify) {
            return Optional.empty();
        }

        @Override
        public void close() {
            clusters.close();
        }
    }
}
