package io.kuberelease.adapters.kubernetes.tracking;

import static io.kuberelease.adapters.kubernetes.tracking.Given.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.kuberelease.adapters.kubernetes.logs.ContainerLog;
import io.kuberelease.port.Progress;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The logs of what runs once, kept before it is removed. */
class HookLogsTest {
    private static final String LOG = "/api/v1/namespaces/polls/pods/migrate/log";

    @Test
    void theLastRunsLogIsTheEvidenceAlsoAfterTheTenthRestart() throws Exception {
        assertThat(evidenceAfterRestarts(9, 10)).isEqualTo("run 10");
    }

    @Test
    void aContainerWhoseNameBeginsLikeAnothersIsNotTakenForIt() throws IOException {
        try (WatchedApiServer server = new WatchedApiServer();
                KubernetesClient client = server.client()) {
            server.says(LOG, "said\n");
            HookLogs logs = new HookLogs(new ContainerLogs(client), Progress.SILENT);

            logs.keep(running(0));

            assertThat(logs.of(new ContainerLog("polls", "migrate", "ru", false)))
                    .isEmpty();
            assertThat(logs.of(new ContainerLog("other", "migrate", "run", false)))
                    .isEmpty();
        }
    }

    private static String evidenceAfterRestarts(int before, int after) throws Exception {
        try (WatchedApiServer server = new WatchedApiServer();
                KubernetesClient client = server.client()) {
            HookLogs logs = new HookLogs(new ContainerLogs(client), Progress.SILENT);
            ContainerLog log = new ContainerLog("polls", "migrate", "run", false);
            server.says(LOG, "run " + before + "\n");
            logs.keep(running(before));
            logs.of(log).orElseThrow().tail().get(10, TimeUnit.SECONDS);
            server.says(LOG, "run " + after + "\n");
            logs.keep(running(after));
            return String.join("\n", logs.of(log).orElseThrow().tail().get(10, TimeUnit.SECONDS));
        }
    }

    private static Pod running(int restarts) {
        return (Pod) object("""
            apiVersion: v1
            kind: Pod
            metadata: {name: migrate}
            status: {containerStatuses: [{name: run, restartCount: %d, state: {running: {}}}]}
            """.formatted(restarts));
    }
}
