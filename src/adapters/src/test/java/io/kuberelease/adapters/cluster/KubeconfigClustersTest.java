package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.CauseKind;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.ReleaseException;
import io.kuberelease.model.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeconfigClustersTest {
    private static final String UID = "277fd6bf-0000-4000-8000-000000000001";

    @TempDir
    Path dir;

    private HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/namespaces/kube-system", exchange -> {
            asked.incrementAndGet();
            byte[] body =
                    ("{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\""
                                    + UID + "\"}}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Files.writeString(
                dir.resolve("staging.yaml"), """
                apiVersion: v1
                kind: Config
                current-context: other
                clusters:
                - name: a
                  cluster: {server: "http://127.0.0.1:%d"}
                - name: b
                  cluster: {server: "https://127.0.0.1:1", certificate-authority: pki/ca.crt}
                users:
                - name: me
                  user: {token: not-a-secret}
                - name: robot
                  user: {token: robots-own}
                contexts:
                - name: staging
                  context: {cluster: a, user: me, namespace: elsewhere}
                - name: other
                  context: {cluster: b, user: robot}
                """.formatted(server.getAddress().getPort()));
        Files.createDirectory(dir.resolve("pki"));
        Files.writeString(dir.resolve("pki/ca.crt"), "certificate");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void refusesAClusterThatIsNotThePinnedOne() {
        try (KubeconfigClusters clusters = clusters()) {
            Target pinned = new Target("staging", Optional.of("another"), new Namespace("polls"));

            assertThatThrownBy(() -> clusters.client(pinned))
                    .isInstanceOfSatisfying(ReleaseException.Failed.class, failed -> {
                        assertThat(failed.reason().kind()).isEqualTo(CauseKind.WRONG_CLUSTER);
                        assertThat(failed.reason().summary()).contains(UID).contains("another");
                    });
            assertThatThrownBy(() -> clusters.kubeconfig(pinned)).isInstanceOf(ReleaseException.Failed.class);
        }
    }

    @Test
    void asksForTheIdentityOfAClusterOnce() {
        try (KubeconfigClusters clusters = clusters()) {
            Target pinned = new Target("staging", Optional.of(UID), new Namespace("polls"));

            assertThat(clusters.client(pinned).getNamespace()).isEqualTo("polls");
            clusters.kubeconfig(pinned);

            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void handsOverOneContextOnlyWithItsFilesInline() {
        try (KubeconfigClusters clusters = clusters()) {
            String text = clusters.kubeconfig(new Target("other", Optional.empty(), new Namespace("polls")));

            assertThat(text)
                    .contains(Base64.getEncoder().encodeToString("certificate".getBytes(StandardCharsets.UTF_8)))
                    .contains("robots-own")
                    .doesNotContain("not-a-secret", "staging", "pki/ca.crt");
        }
    }

    @Test
    void namesTheContextsThereAreWhenOneIsUnknown() {
        try (KubeconfigClusters clusters = clusters()) {
            assertThatThrownBy(() -> clusters.client(new Target("stagin", Optional.empty(), new Namespace("polls"))))
                    .hasMessageContaining("no context stagin")
                    .hasMessageContaining("staging, other");
        }
    }

    @Test
    void saysThatAnotherTryMayHelpWhenAClusterDoesNotAnswer() {
        server.stop(0);
        try (KubeconfigClusters clusters = clusters()) {
            assertThatThrownBy(() -> clusters.clusterId("staging"))
                    .isInstanceOf(ReleaseException.Errored.class)
                    .hasMessageContaining("kube-system of cluster staging");
        }
    }

    private KubeconfigClusters clusters() {
        return KubeconfigClusters.of(
                new ChildEnvironment(
                        Map.of("KUBECONFIG", dir.resolve("missing.yaml") + ":" + dir.resolve("staging.yaml"))),
                dir,
                false);
    }

    @Test
    void listsTheContextsOfTheFilesThereAre() {
        try (KubeconfigClusters clusters = clusters()) {
            assertThat(clusters.contexts()).isEqualTo(List.of("staging", "other"));
        }
    }

    /** Seen of kubectl 1.32; it does so also where the first one is empty. */
    @Test
    void ofSeveralDocumentsTheFirstIsReadAndTheMessageSaysSo() throws IOException {
        String staging = Files.readString(dir.resolve("staging.yaml"));
        String second = "kind: Config\ncontexts: [{name: second, context: {cluster: c, user: u}}]\n";
        Path both = Files.writeString(dir.resolve("both.yaml"), "# größe\n---\n" + staging + "\n---\n" + second);
        Path none = Files.writeString(dir.resolve("none.yaml"), "---\n---\n" + staging);
        Path broken = Files.writeString(dir.resolve("broken.yaml"), "kind: Config\n---\n: : [");

        try (KubeconfigClusters clusters = KubeconfigClusters.of(
                new ChildEnvironment(Map.of("KUBECONFIG", none + ":" + broken + ":" + both)), dir, false)) {
            assertThat(clusters.contexts()).isEqualTo(List.of("staging", "other"));
            assertThatThrownBy(() -> clusters.client(new Target("second", Optional.empty(), new Namespace("polls"))))
                    .hasMessageContaining("no context second")
                    .hasMessageContaining(both + " (of which kubectl too reads the first of several documents alone)");
        }
    }

    /** As a kubeconfig is whose last entry was removed. */
    @Test
    void aListOfAKubeconfigThatIsNullIsEmpty() throws IOException {
        Path nulls = Files.writeString(
                dir.resolve("nulls.yaml"), "kind: Config\nclusters: null\ncontexts: [null]\nusers: null\n");

        try (KubeconfigClusters clusters = KubeconfigClusters.of(
                new ChildEnvironment(Map.of("KUBECONFIG", nulls + ":" + dir.resolve("staging.yaml"))), dir, false)) {
            assertThat(clusters.contexts()).isEqualTo(List.of("staging", "other"));
            assertThat(clusters.kubeconfig(new Target("other", Optional.empty(), new Namespace("polls"))))
                    .contains("robots-own");
        }
    }
}
