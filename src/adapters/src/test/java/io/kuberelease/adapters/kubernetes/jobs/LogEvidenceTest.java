package io.kuberelease.adapters.kubernetes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.kuberelease.adapters.http.CompanyNetwork;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last lines of a container that prints lines of any length. */
class LogEvidenceTest {
    private static final int LIMIT = 1 << 20;

    @Test
    void noMoreThanAMebibyteIsTakenIntoMemoryAndThatSomethingIsMissingIsSaid() {
        try (CompanyNetwork server = new CompanyNetwork(exchange -> {
                    String query = String.valueOf(exchange.getRequestURI().getQuery());
                    int size = query.contains("limitBytes=" + LIMIT) ? LIMIT : 3 * LIMIT;
                    exchange.sendResponseHeaders(200, size);
                    exchange.getResponseBody().write("x".repeat(size).getBytes(StandardCharsets.US_ASCII));
                });
                KubernetesClient client = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(Config.empty())
                                .withMasterUrl(server.direct())
                                .build())
                        .build()) {
            List<String> lines = new LogEvidence(client)
                    .of(new ContainerLog("polls", "polls-1", "web", false))
                    .lines();

            assertThat(lines).hasSize(2);
            assertThat(lines.get(0)).hasSizeLessThanOrEqualTo(LIMIT);
            assertThat(lines.get(1)).contains("is left out");
        }
    }
}
