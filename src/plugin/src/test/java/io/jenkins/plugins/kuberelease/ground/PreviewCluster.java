package io.jenkins.plugins.kuberelease.ground;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.util.Secret;
import io.jenkins.plugins.kuberelease.config.ConfiguredCluster;
import io.jenkins.plugins.kuberelease.config.KubeReleaseConfiguration;
import io.jenkins.plugins.kuberelease.run.ReleaseHost;
import io.kuberelease.testkit.SmallApiServer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Stands in the place of cluster staging, where app polls has its previews. */
public final class PreviewCluster implements AutoCloseable {
    private static final String POLLS = """
        app: polls
        image: {repository: registry.example/polls}
        preview: {cluster: staging, host: "{branch}.polls.example.com"}
        """;

    private final SmallApiServer server = new SmallApiServer();

    public PreviewCluster() throws IOException {
        server.stands("/api/v1/namespaces", "{\"metadata\":{\"name\":\"kube-system\"}}");
    }

    public SmallApiServer server() {
        return server;
    }

    /** Makes it known to the running Jenkins. */
    public ConfiguredCluster configure() throws IOException {
        SystemCredentialsProvider credentials = SystemCredentialsProvider.getInstance();
        credentials
                .getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "token", "", Secret.fromString("x")));
        credentials.save();
        ConfiguredCluster staging = new ConfiguredCluster("staging");
        staging.setAddress(server.address());
        staging.setCredentialsId("token");
        KubeReleaseConfiguration.get().setClusters(List.of(staging));
        return staging;
    }

    /** A project has released a preview of the branch. */
    public static void released(String project, String branch, String head) {
        ReleaseHost.get().previews().register().released(project, POLLS, branch, Optional.of(head));
    }

    /** The branch has a preview that ends after that time. */
    public void stands(String branch, Duration left) throws IOException {
        Instant now = Instant.now();
        String name = "polls-" + branch;
        server.stands("/api/v1/namespaces", """
            {"kind": "Namespace", "apiVersion": "v1", "metadata": {"name": "%1$s",
              "labels": {"kube-release.io/app": "polls", "kube-release.io/preview": "%2$s"},
              "annotations": {
                "kube-release.io/preview-branch": "%2$s",
                "kube-release.io/preview-namespace": "%1$s",
                "kube-release.io/preview-owner": "ann",
                "kube-release.io/preview-since": "%3$s",
                "kube-release.io/preview-until": "%4$s"}}}
            """.formatted(name, branch, now.minusSeconds(3600), now.plus(left)));
    }

    /** The namespaces of the previews. */
    public List<String> namespaces() {
        return server.paths().stream()
                .filter(path -> path.startsWith("/api/v1/namespaces/polls-"))
                .map(path -> path.replaceFirst("^/api/v1/namespaces/([^/]*).*$", "$1"))
                .distinct()
                .toList();
    }

    public void awaitGone(String branch) throws InterruptedException {
        Await.until("the preview of " + branch + " is gone", Duration.ofMinutes(1), () -> !namespaces()
                .contains("polls-" + branch));
    }

    @Override
    public void close() {
        server.close();
    }
}
