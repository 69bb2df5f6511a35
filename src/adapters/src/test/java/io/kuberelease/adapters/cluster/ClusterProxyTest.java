package io.kuberelease.adapters.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kuberelease.adapters.http.CompanyNetwork;
import io.kuberelease.adapters.http.ConnectProxy;
import io.kuberelease.adapters.process.ChildEnvironment;
import io.kuberelease.model.Namespace;
import io.kuberelease.model.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters through a real proxy on this machine. */
class ClusterProxyTest {
    private static final byte[] KUBE_SYSTEM =
            "{\"kind\":\"Namespace\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"kube-system\",\"uid\":\"u-1\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private final CompanyNetwork network = new CompanyNetwork(exchange -> {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, KUBE_SYSTEM.length);
        exchange.getResponseBody().write(KUBE_SYSTEM);
    });
    private final ConnectProxy proxy = network.proxy();

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aClusterIsReachedThroughTheProxyOfTheEnvironment() throws IOException {
        assertThat(clusterId("http://api.corp:6443", proxy.variables())).isEqualTo("u-1");
        assertThat(proxy.asked()).singleElement().satisfies(asked -> assertThat(asked)
                .startsWith("GET http://api.corp:6443/api/v1/namespaces/kube-system"));
    }

    @Test
    void aClusterInARangeOfNoProxyIsReachedDirectlyWhateverElseStandsThere() throws IOException {
        assertThat(clusterId(
                        network.direct(),
                        Map.of(
                                "HTTP_PROXY",
                                proxy.address(),
                                "NO_PROXY",
                                "*.corp,10.0.0.0/8,127.0.0.0/8,db.corp:5432")))
                .isEqualTo("u-1");
        assertThat(proxy.asked()).isEmpty();
    }

    @Test
    void aTunnelIsAskedForWhereTheClusterSpeaksTls() {
        Throwable noTls = catchThrowable(() -> clusterId("https://api.corp:6443", proxy.variables()));

        assertThat(noTls).as("the server behind speaks no TLS").isNotNull();
        assertThat(proxy.asked()).contains("CONNECT api.corp:6443");
    }

    @Test
    void helmsProcessIsToldTheSameProxyWithItsUser() throws IOException {
        Path file = kubeconfig("https://api.corp:6443");
        Map<String, String> environment = new HashMap<>(proxy.variables());
        environment.put("KUBECONFIG", file.toString());

        try (KubeconfigClusters clusters = KubeconfigClusters.of(new ChildEnvironment(environment), directory, false)) {
            assertThat(clusters.kubeconfig(new Target("far", Optional.empty(), new Namespace("a"))))
                    .contains("proxy-url: \"" + proxy.address() + "\"");
        }
    }

    private String clusterId(String address, Map<String, String> variables) throws IOException {
        Path file = kubeconfig(address);
        Map<String, String> environment = new HashMap<>(variables);
        environment.put("KUBECONFIG", file.toString());
        try (KubeconfigClusters clusters = KubeconfigClusters.of(new ChildEnvironment(environment), directory, false)) {
            return clusters.clusterId("far");
        }
    }

    private Path kubeconfig(String address) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "%s"}}]
                users: [{name: u, user: {token: t}}]
                contexts: [{name: far, context: {cluster: c, user: u}}]
                """.formatted(address));
    }
}
