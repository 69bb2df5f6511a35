package io.kuberelease.adapters.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kuberelease.adapters.http.CompanyNetwork;
import io.kuberelease.adapters.http.ProxiedHttp;
import io.kuberelease.adapters.http.Proxies;
import io.kuberelease.model.Secret;
import io.kuberelease.port.RegistryAuth.Credentials;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository behind the company's proxy that keeps its charts in another place than its index. */
class ChartRepositoriesTest {
    private static final byte[] INDEX =
            "entries: {web: [{version: 1.2.0, urls: [web-1.2.0.tgz]}]}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] CHART = {1, 2, 3};

    @TempDir
    Path home;

    private final CompanyNetwork network = new CompanyNetwork(exchange -> {
        String path = exchange.getRequestURI().getPath();
        byte[] content = path.endsWith("index.yaml") ? INDEX : CHART;
        if (path.equals("/web-1.2.0.tgz")) {
            exchange.getResponseHeaders().add("Location", "http://storage.corp/signed/web.tgz");
            exchange.sendResponseHeaders(302, -1);
        } else {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        }
    });

    @AfterEach
    void stop() {
        network.close();
    }

    @Test
    void aChartComesThroughTheProxyAndItsStorageIsNotToldTheRepositorysPassword() {
        KnownRepositories known = new KnownRepositories(
                Map.of(),
                home,
                repository -> Optional.of(new Credentials("ann", new Secret("pa55word"), Optional.empty())),
                host -> true);
        ChartRepositories repositories = ChartRepositories.of(
                known, new ProxiedHttp(new Proxies(network.proxy().variables())));

        byte[] chart = repositories.fetch(new ChartDependency("web", "1.2.0", "http://charts.corp/"));

        assertThat(chart).isEqualTo(CHART);
        assertThat(network.proxy().asked())
                .containsExactly(
                        "GET http://charts.corp/index.yaml",
                        "GET http://charts.corp/web-1.2.0.tgz",
                        "GET http://storage.corp/signed/web.tgz");
        assertThat(network.seen().get(1).headers()).contains("Authorization");
        assertThat(network.seen().get(2).headers()).doesNotContain("Authorization");
    }

    @Test
    void aTokenInARepositorysAddressGoesToEachOfItsFilesAndIntoNoMessage() {
        KnownRepositories known = new KnownRepositories(Map.of(), home, repository -> Optional.empty(), host -> true);
        ChartRepositories repositories = ChartRepositories.of(
                known, new ProxiedHttp(new Proxies(network.proxy().variables())));

        byte[] chart = repositories.fetch(new ChartDependency("web", "1.2.0", "http://charts.corp?token=s3cret"));

        assertThat(chart).isEqualTo(CHART);
        assertThat(network.proxy().asked())
                .startsWith(
                        "GET http://charts.corp/index.yaml?token=s3cret",
                        "GET http://charts.corp/web-1.2.0.tgz?token=s3cret");
        ChartDependency none = new ChartDependency("web", "9.9.9", "http://ann:pa55word@charts.corp?token=s3cret");
        assertThatThrownBy(() -> repositories.fetch(none))
                .hasMessageContaining("web 9.9.9 of http://charts.corp:")
                .hasMessageNotContaining("pa55word")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void aRepositoryThatIsNotReachedIsNamedWithoutItsUserAndToken() {
        KnownRepositories known = new KnownRepositories(Map.of(), home, repository -> Optional.empty(), host -> true);

        assertThatThrownBy(() -> ChartRepositories.of(known)
                        .fetch(new ChartDependency("web", "1.2.0", "http://ann:pa55word@127.0.0.1:9/c?token=s3cret")))
                .hasMessageContaining("could not reach http://127.0.0.1:9/c/index.yaml: ")
                .hasMessageNotContaining("pa55word")
                .hasMessageNotContaining("s3cret");
    }
}
